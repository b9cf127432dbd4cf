// What terminals of every family are sent by the built program: at the start, in frames of a program that
// uses everything, and at the end. A terminal that does not support a sequence prints it, or takes it for
// another.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { OuterTerminal } from '../harness/outer-terminal.js';
import { ENTER, PREFIX, startQmux, type Qmux } from '../harness/qmux.js';
import { familiesOf } from '../harness/sequence-families.js';

const VT100 = ['vt100'];
const CONSOLE = [...VT100, 'cursor visibility', 'ecma-48', '8 colours'];
const FULL_SCREEN = [
  ...CONSOLE,
  'alternate screen',
  'titles',
  'mouse',
  'paste and focus',
  'questions',
  'scroll counts',
  'full sgr',
  '16 colours',
  'utf-8',
  'string end',
];
const XTERM = [...FULL_SCREEN, 'links', 'cursor look', 'pointer shapes', 'keyboard'];
const MODERN = [...XTERM, '256 colours', 'truecolor', 'underline styles'];

const UTF8 = { LANG: 'C.UTF-8' };
const LATIN = { LANG: 'de_DE.ISO-8859-1' };

/** Environment, what may be sent, and what must be, since the terminal supports it. */
const TERMINALS: readonly (readonly [string, Record<string, string>, string[], string[]])[] = [
  ['vt100', { TERM: 'vt100' }, VT100, []],
  ['vt100 with a UTF-8 locale', { TERM: 'vt100', ...UTF8 }, [...VT100, 'utf-8'], ['utf-8']],
  ['vt220', { TERM: 'vt220' }, [...VT100, 'cursor visibility'], ['cursor visibility']],
  ['linux', { TERM: 'linux' }, CONSOLE, ['8 colours']],
  [
    'linux with COLORTERM and UTF-8',
    { TERM: 'linux', COLORTERM: 'truecolor', ...UTF8 },
    [...CONSOLE, 'utf-8'],
    ['utf-8'],
  ],
  [
    'screen-256color',
    { TERM: 'screen-256color' },
    [...FULL_SCREEN, '256 colours'],
    ['alternate screen', 'utf-8'],
  ],
  ['tmux-256color', { TERM: 'tmux-256color' }, MODERN, ['alternate screen', '256 colours', 'links', 'utf-8']],
  [
    'xterm-16color',
    { TERM: 'xterm-16color' },
    XTERM,
    ['alternate screen', '16 colours', 'mouse', 'titles', 'links'],
  ],
  ['xterm', { TERM: 'xterm' }, XTERM, ['16 colours']],
  [
    'xterm in a Latin-1 locale',
    { TERM: 'xterm', ...LATIN },
    XTERM.filter((each) => each !== 'utf-8'),
    ['titles'],
  ],
  [
    'xterm-256color',
    { TERM: 'xterm-256color' },
    [...XTERM, '256 colours'],
    ['256 colours', 'cursor look', 'utf-8'],
  ],
  [
    'xterm-256color without colours',
    { TERM: 'xterm-256color', NO_COLOR: '1' },
    XTERM.filter((each) => !each.includes('colours')),
    ['mouse'],
  ],
  [
    'kitty',
    { TERM: 'xterm-kitty', ...LATIN },
    MODERN,
    ['truecolor', 'underline styles', 'keyboard', 'utf-8'],
  ],
  ['foot', { TERM: 'foot' }, MODERN, ['truecolor', 'underline styles', 'utf-8']],
  ['alacritty', { TERM: 'alacritty', ...LATIN }, MODERN, ['truecolor', 'underline styles', 'utf-8']],
  ['wezterm', { TERM: 'wezterm' }, MODERN, ['truecolor', 'underline styles', 'utf-8']],
  [
    'iTerm2',
    { TERM: 'xterm-256color', TERM_PROGRAM: 'iTerm.app', COLORTERM: 'truecolor' },
    MODERN,
    ['truecolor', 'utf-8'],
  ],
];

/** Everything that a program may set or show and a frame may pass on. */
const PICTURE = [
  '\\033[?1049h\\033[H\\033[?1003h\\033[5 q\\033]12;#f00\\007\\033]22;text\\007\\033]2;a title\\007',
  '\\033[1;3;9;53mattributes\\033[m \\033[4:3;58:5:9mcurly\\033[m \\033[91;104mbright\\033[m \\033[33;44mdark\\033[m ',
  '\\033[38;5;208mcube\\033[m \\033[38;2;1;200;99mtrue\\033[m \\033]8;;https://example.org/\\007link\\033]8;;\\007 ',
  'Gr\\303\\274\\303\\237e \\342\\224\\200\\342\\224\\202 \\346\\274\\242 \\360\\237\\221\\215 \\340\\270\\201\\340\\270\\263 ',
  '\\033[5;1H\\033[2mdim\\033[m\\033[5;60Hready',
].join('');

let qmux: Qmux;
beforeAll(async () => {
  qmux = await startQmux();
  const program = join(qmux.home.dir, 'picture.sh');
  writeFileSync(
    program,
    `stty -echo\nprintf '${PICTURE}'\nwhile read line; do printf '\\033[20;1H\\n\\n%s' "$line"; done\n`,
  );
  await qmux.call('new', 'picture', '-d', '--', 'sh', program);
});
afterAll(() => qmux.stop());

const sentTo = (terminal: OuterTerminal): string =>
  Buffer.concat(terminal.bytes.map(({ bytes }) => bytes)).toString('utf8');

/** The harness's or the machine's variables must not say more about the terminal than the test does. */
const TRACES = ['COLORTERM', 'TERM_PROGRAM', 'LANG', 'LC_ALL', 'LC_CTYPE', 'NO_COLOR'];

const attach = (env: Record<string, string>): Promise<OuterTerminal> =>
  qmux.attach({
    args: ['attach', 'picture'],
    env,
    without: TRACES.filter((name) => !(name in env)),
    answers: false,
  });

describe.each(TERMINALS)('%s', (_, env, allowed, expected) => {
  it('gets only what it knows, and is left clean by a goodbye and by a signal', async () => {
    for (const leave of ['bye', 'SIGTERM'] as const) {
      const terminal = await attach(env);
      await terminal.waitForText('ready');
      terminal.type(`scrolls-${leave}${ENTER}`);
      await terminal.waitForText(`scrolls-${leave}`);
      if (leave === 'bye') terminal.type(`${PREFIX}d`);
      else terminal.kill('SIGTERM');
      expect(await terminal.waitForExit()).toBe(leave === 'bye' ? 0 : 143);
      const families = familiesOf(sentTo(terminal));
      expect([...families].filter((family) => !allowed.includes(family))).toEqual([]);
      expect(expected.filter((family) => !families.has(family))).toEqual([]);
      const { private: modes, titles, cursorShape, keyboardFlags, modifyOtherKeys } = terminal.modes();
      expect({ modes, titles, cursorShape, keyboardFlags, modifyOtherKeys }).toEqual({
        modes: [7, 25],
        titles: 0,
        cursorShape: 0,
        keyboardFlags: 0,
        modifyOtherKeys: 0,
      });
      // Nothing of the frame is left below the shell, and the shell continues in the first row.
      const rows = terminal.screen().filter((row) => row !== '');
      expect(rows.filter((row) => !row.startsWith('[detached'))).toEqual([]);
      await terminal.stop();
    }
  });
});

describe.each([
  ['unset', undefined],
  ['dumb', 'dumb'],
  ['unknown', 'unknown'],
] as const)('a terminal whose TERM is %s', (_, term) => {
  it.each(['', 'attach picture', 'new never-made'])(
    'gets one line that names what works, from qmux %s',
    async (words) => {
      const args = words.split(' ').filter(Boolean);
      const before = (await qmux.call('ls', '--json')).stdout;
      const terminal = await qmux.attach({
        args,
        ...(term === undefined ? { without: ['TERM'] } : { env: { TERM: term } }),
      });
      expect(await terminal.waitForExit()).toBe(1);
      const lines = terminal.screen().filter((row) => row !== '');
      expect(lines).toHaveLength(1);
      expect(lines[0]).toMatch(/^qmux: TERM is .*qmux chat and qmux ls/);
      expect(sentTo(terminal)).not.toContain('\x1b');
      expect(JSON.parse((await qmux.call('ls', '--json')).stdout)).toHaveLength(
        (JSON.parse(before) as unknown[]).length,
      );
      await terminal.stop();
    },
  );
});

describe('qmux ls on a dumb terminal', () => {
  it('starts a server and lists, without a sequence', async () => {
    const other = await startQmux();
    const terminal = await other.attach({ args: ['ls'], env: { TERM: 'dumb' } });
    expect(await terminal.waitForExit()).toBe(0);
    expect(sentTo(terminal)).not.toContain('\x1b');
    await other.stop();
  });
});
