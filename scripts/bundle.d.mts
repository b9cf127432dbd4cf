import type { BuildOptions } from 'esbuild';

/** Of any module of src/. */
export const commonOptions: BuildOptions;
