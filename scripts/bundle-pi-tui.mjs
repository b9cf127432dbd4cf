// Bundles what src/chat/pi-tui.ts uses of pi-tui into one file of dist/, with its licences. Why it is not a
// dependency of the package: docs/decisions/0045. Owns the bundle; leaves what is used to src/chat/pi-tui.ts.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { rolldown } from 'rolldown';

const entry = fileURLToPath(new URL('../src/chat/pi-tui.ts', import.meta.url));
const packages = new URL('../node_modules/', import.meta.url);

const versionOf = (name) =>
  JSON.parse(readFileSync(new URL(`${name}/package.json`, packages), 'utf8')).version;

/**
 * get-east-asian-width includes its licence; pi-tui's package names it without the text, which is the same.
 */
function licences() {
  const text = readFileSync(new URL('get-east-asian-width/license', packages), 'utf8').trim();
  const terms = text.slice(text.indexOf('Permission is hereby granted'));
  return [
    '/*!',
    ` * @earendil-works/pi-tui ${versionOf('@earendil-works/pi-tui')}: MIT License, Copyright (c) Mario Zechner`,
    ` * get-east-asian-width ${versionOf('get-east-asian-width')}: MIT License, Copyright (c) Sindre Sorhus`,
    ' *',
    ...terms.split('\n').map((line) => ` * ${line}`.trimEnd()),
    ' */',
  ].join('\n');
}

/** file: URL of the file to write, in place of the compiler's. */
export async function bundlePiTui(file) {
  const bundle = await rolldown({
    input: entry,
    platform: 'node',
    // A package left out of the bundle would be missing where qmux is installed.
    external: /^node:/,
    onLog: (level, log) => {
      if (log.code === 'UNRESOLVED_IMPORT') throw new Error(log.message);
    },
  });
  await bundle.write({ file: fileURLToPath(file), format: 'esm', postBanner: licences() });
  await bundle.close();
}
