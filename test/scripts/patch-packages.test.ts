import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build } from 'esbuild';
import { beforeAll, expect, it } from 'vitest';
import { commonOptions } from '../../scripts/bundle.mjs';
import { newDirectory } from '../temporary-directory.js';

interface Line {
  fill(cell: object): void;
}
type LineClass = new (cols: number, cell: object) => Line;
interface Terminal {
  _core: { _bufferService: { buffer: { lines: { get(at: number): Line } } } };
}
interface Xterm {
  Terminal: new (options: object) => Terminal;
}

const require = createRequire(import.meta.filename);
const lineOf = (xterm: unknown): LineClass => {
  const terminal = new (xterm as Xterm).Terminal({ allowProposedApi: true });
  return terminal._core._bufferService.buffer.lines.get(0).constructor as LineClass;
};

let lines: LineClass[];
beforeAll(async () => {
  const outfile = join(newDirectory(), 'xterm.cjs');
  await build({ ...commonOptions, entryPoints: [require.resolve('@xterm/headless')], outfile });
  lines = ['@xterm/headless', outfile].map((name) => lineOf(require(name)));
});

it.each([
  ['a blank', { content: 1 << 22, fg: 0, bg: 0 }],
  ['a letter in colours', { content: (1 << 22) | 0x61, fg: 0x1000001, bg: 0x1000004 }],
  ['a combined character', { content: (1 << 22) | (1 << 21), fg: 0, bg: 0, combinedData: 'e\u0301' }],
  ['a curly underline', { content: 1 << 22, fg: 0, bg: 1 << 28, extended: { underlineStyle: 3 } }],
])('lines of xterm.js are filled with %s as without the patch', (_, cell) => {
  const other = { content: (1 << 22) | 0x62, fg: 7, bg: 9 };
  for (const cols of [0, 1, 2, 3, 7, 8, 120]) {
    const [plain, patched] = lines.map((FilledLine) => {
      const made = new FilledLine(cols, cell);
      const filled = new FilledLine(cols, other);
      filled.fill(cell);
      return { made: { ...made }, filled: { ...filled } };
    });
    expect(patched).toEqual(plain);
  }
});
