// What the tests use of node-binaries.mjs.

export function findCache(env?: NodeJS.ProcessEnv, platform?: string): string;
export function findPackage(platform?: string, arch?: string): string;
