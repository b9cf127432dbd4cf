// How models in files are named (pure): `local/` and the path of the file. Owns only that.

/** What these names begin with, unless the config gives that name to a server. */
export const FILES = 'local';

export const isModelFile = (path: string): boolean => /\.gguf$/i.test(path);

/** Of a model, as far as its name says. */
export const isInFile = (model: string): boolean => model.startsWith(`${FILES}/`) && isModelFile(model);

export const lastPart = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
