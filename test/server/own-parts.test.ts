import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path/posix';
import { expect, it } from 'vitest';

const PARTS = /^export const (\w+_PARTS) = \{[^]*?\};$/gm;
const OWN_IMPORT = /(?<!typeof )\bimport\(\s*'\./g;

const read = (path: string): string =>
  readFileSync(join('src', path), 'utf8').replace(/^\s*(?:\/\/|\*|\/\*).*$/gm, '');

it('loads everything of ours that the server comes to later, by the import() that wants it', () => {
  const list = read('server/workspace/own-parts.ts');
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter(
    // Those of the command line and of the client run in processes of their own, which end soon.
    // The config reader is loaded at the start, if there is a config.
    (path) => path.endsWith('.ts') && !/^(?:cli\/|cli\.ts|client\/|config\/)/.test(path),
  );
  const later = files.filter((path) => (read(path).match(OWN_IMPORT) ?? []).length > 0);
  expect(later.length).toBeGreaterThan(3);
  for (const path of later) {
    const text = read(path);
    const [[, name = ''] = []] = [...text.matchAll(PARTS)];
    expect({ path, name }).not.toEqual({ path, name: '' });
    const file = path.replace(/^.*\/|\.ts$/g, '');
    expect(list).toMatch(new RegExp(`import \\{ ${name} \\} from '[^']*${file}\\.js'`));
    expect(list.split(name)).toHaveLength(3);
    // None is missing in the list.
    expect(text.replace(PARTS, '').match(OWN_IMPORT) ?? []).toEqual([]);
  }
});
