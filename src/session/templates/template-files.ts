// The files of templates, NAME.toml in templates/ of the user's config directory. Owns that only files that
// nobody else can have written are read, and what is kept of those that were. Leaves what is in them to
// config/templates/, and the templates of config.toml to known-templates.ts.

import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';

import { isTemplateName, MAX_TEMPLATE_BYTES, type Template } from '../../config/templates/template.js';
import { writeDurably } from '../../files/durable-file.js';
import type { FilePort } from '../../files/file-port.js';
import { stampOf } from '../../files/file-stamp.js';
import { Pace } from '../../loop/slice.js';
import { UserError } from '../../text/user-error.js';
import { spellOnLine } from '../../text/visible-signs.js';
import { readProjectFile } from '../projects/find-project-file.js';

export interface TemplateFile {
  /** Of the template: of the file without its ending. */
  name: string;
  path: string;
}

const ENDING = '.toml';

/** By name. */
export const listTemplateFiles = (directory: string): TemplateFile[] =>
  filesIn(directory).filter(({ name }) => isTemplateName(name));

/** Files whose names are no template's, except hidden ones, as editors leave them. */
export const misnamedFiles = (directory: string): TemplateFile[] =>
  filesIn(directory).filter(({ name }) => !isTemplateName(name) && !name.startsWith('.'));

function filesIn(directory: string): TemplateFile[] {
  let files: string[];
  try {
    files = readdirSync(directory);
  } catch {
    // There are none.
    return [];
  }
  return files
    .filter((file) => file.endsWith(ENDING))
    .map((file) => ({ name: file.slice(0, -ENDING.length).normalize('NFC'), path: join(directory, file) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

interface KeptTemplate {
  stamp: string;
  template: Template;
}

/** By path: what was read last, for those who cannot wait. */
const kept = new Map<string, KeptTemplate>();

function stampAt(path: string): string | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats && stampOf(stats);
}

/** As it was read last; undefined: it was not, or has changed since. */
export function keptTemplate(path: string): Template | undefined {
  const known = kept.get(path);
  return known && stampAt(path) === known.stamp ? known.template : undefined;
}

/** What is wrong with a template besides its form. */
export type FindFaults = (template: Template) => readonly { path: readonly string[]; message: string }[];

/** Rejects with a UserError that has everything that is wrong, a line each. */
export async function readTemplateFile(
  { name, path }: TemplateFile,
  faultsOf: FindFaults = () => [],
): Promise<Template> {
  const stamp = stampAt(path);
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory())
    throw new UserError(spellOnLine(`${path} is a directory, not a file`));
  const { text } = await readProjectFile(path, MAX_TEMPLATE_BYTES);
  // Brings zod and a TOML parser.
  const { parseInSteps } = await import('../../config/templates/parse-template.js');
  const pace = new Pace();
  const steps = parseInSteps(text, join('templates', basename(path)), name);
  let step = steps.next();
  for (; !step.done; step = steps.next()) await pace.pause();
  const { template, problems, problemAt } = step.value;
  const more = template ? faultsOf(template).map((fault) => problemAt(fault.path, fault.message)) : [];
  const all = [...problems, ...more].map((problem) => spellOnLine(problem));
  if (!template || all.length > 0) {
    kept.delete(path);
    throw new UserError(all.join('\n'));
  }
  if (stamp !== undefined) kept.set(path, { stamp, template });
  return template;
}

/** All of a directory, for keptTemplate(); what is wrong with one is said when it is used. */
export async function readTemplateFiles(directory: string): Promise<void> {
  for (const file of listTemplateFiles(directory)) await readTemplateFile(file).catch(() => undefined);
}

/** Its path. Rejects with the system's error, and then nothing has changed. */
export async function saveTemplateFile(
  directory: string,
  name: string,
  { text, files }: { text: string; files: FilePort },
): Promise<string> {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const path = join(directory, `${name}${ENDING}`);
  await writeDurably(path, text, { files });
  return path;
}
