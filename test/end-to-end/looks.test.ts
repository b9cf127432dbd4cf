// What qmux looks like, as text with the role of every part: fixtures/looks/. Each role has a colour of its own
// here, so that what is asserted is the role, not a number.
// After a change that is meant: npx vitest run test/end-to-end/looks.test.ts -u, and look at the difference.

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { ROLE_NAMES } from '../../src/look/roles.js';
import { COLOUR_RGB } from '../../src/text/cell-grid.js';
import type { OuterTerminal } from '../harness/outer-terminal.js';
import { PREFIX, startQmux, type Qmux } from '../harness/qmux.js';

const ENTER = '\r';
const SIZES = [
  [40, 120],
  [24, 80],
  [15, 60],
] as const;
const ANSWER = [
  'The test reads the clock **twice**; `session.expires` is *earlier* than it expects.',
  '',
  '## What to change',
  '',
  '1. Read it once, see [the docs](https://example.com).',
  '2. Compare with `>=`.',
  '',
  '```ts',
  '// one clock',
  'const ttl = 30 * 60_000;',
  'return { expires: now + ttl, user: "ada" };',
  '```',
  '',
  '| case | after |',
  '|---|---:|',
  '| 日本語 | passes |',
  '',
  '> It was at 23:59:59.',
].join('\n');

/** Red is the role's number; nothing else is drawn in such a colour. */
const colourOf = (at: number): number => ((at + 1) << 16) | 0x00aa55;
const byColour = new Map(ROLE_NAMES.map((name, at) => [COLOUR_RGB | colourOf(at), name]));

let qmux: Qmux;
afterEach(() => qmux.stop());

/** more: of the config, below the colours. */
async function start(script?: Parameters<typeof startQmux>[0], more = (_home: string) => ''): Promise<void> {
  qmux = await startQmux(script);
  const { configFile } = qmux.home.paths();
  const colours = ROLE_NAMES.map(
    (name, at) => `${name} = "#${colourOf(at).toString(16).padStart(6, '0')}"`,
  ).join('\n');
  mkdirSync(dirname(configFile), { recursive: true });
  writeFileSync(configFile, `[theme]\n${colours}\n${more(dirname(configFile))}`);
}

/** Each row, and below it its parts that have a role, from left to right: `text on area "the text"`. */
function describeScreen(terminal: OuterTerminal, cols: number): string {
  const lines: string[] = [];
  for (const [row, text] of terminal.screen().entries()) {
    lines.push(`|${withoutTimes(text)}`);
    const parts: { role: string; text: string }[] = [];
    for (let col = 0; col < cols; col++) {
      const cell = terminal.cell(row, col);
      if (cell.width === 0) continue;
      const role = [byColour.get(cell.fg), byColour.get(cell.bg)]
        .map((name, at) => (name === undefined ? '' : at === 0 ? name : `on ${name}`))
        .filter((part) => part !== '')
        .join(' ');
      const last = parts.at(-1);
      if (last?.role === role) last.text += cell.text || ' ';
      else parts.push({ role, text: cell.text || ' ' });
    }
    const named = parts.flatMap(({ role, text: part }) => {
      const shown = withoutTimes(part).trim().replace(/─{2,}/g, '──');
      return role === '' || (shown === '' && !role.includes('on ')) ? [] : [`${role} "${shown}"`];
    });
    if (named.length > 0) lines.push(`  ${named.join(', ')}`);
  }
  return `${lines.join('\n')}\n`;
}

const withoutTimes = (text: string): string =>
  text
    .replace(/\b\d\d:\d\d$/, '00:00')
    .replace(/\b\d\d:\d\d (?=│|$)/, '00:00 ')
    .replace(/ \d s · /, ' 0 s · ');

describe.each(SIZES)('in %i rows and %i columns', (rows, cols) => {
  const attach = (): Promise<OuterTerminal> => qmux.attach({ rows, cols, env: { COLORTERM: 'truecolor' } });

  const shows = async (terminal: OuterTerminal, name: string): Promise<void> => {
    await terminal.waitUntil('the frame is complete', () => !terminal.isWithinFrame);
    await expect(describeScreen(terminal, cols)).toMatchFileSnapshot(
      join(process.cwd(), `fixtures/looks/${name}-${cols}x${rows}.txt`),
    );
  };
  const isGone = (terminal: OuterTerminal, text: string): Promise<unknown> =>
    terminal.waitUntil(`${text} is gone`, () => !terminal.screen().join('\n').includes(text));

  it('is the first start', async () => {
    await start();
    const terminal = await attach();
    await terminal.waitForText('No model was found');
    await shows(terminal, 'first-start');
  });

  it('are what an agent did, and asks', async () => {
    const agent = fileURLToPath(new URL('../../fixtures/programs/fake-acp-agent.mjs', import.meta.url));
    await start(undefined, (home) =>
      [
        '[agents.fake]',
        `command = ${JSON.stringify(process.execPath)}`,
        `args = [${JSON.stringify(agent)}]`,
        `env = { FAKE_AGENT_SESSIONS = ${JSON.stringify(join(home, 'fake-sessions'))} }`,
        'mode = "ask"',
      ].join('\n'),
    );
    const terminal = await attach();
    await terminal.waitForText('#1 chat-1');
    terminal.type(`/new fake login${ENTER}`);
    await terminal.waitForText('#2 login');
    terminal.type(`[[plan]] and [[edit a.ts]]${ENTER}`);
    await terminal.waitForText('2 y');
    await qmux.call('reply', 'login', 'yes');
    await terminal.waitForText('plan 3/3');
    await isGone(terminal, 'answering');
    terminal.type(`now [[shell ls -la; echo 下書き]]${ENTER}`);
    await terminal.waitForText('2 y');
    await terminal.waitForText('waiting: run ls');
    await shows(terminal, 'agent');
  });

  it('are a chat, copy mode, a question, four panes, the picker and the keys', async () => {
    await start(() => ({ pieces: [ANSWER] }));
    const terminal = await attach();
    await terminal.waitForText('#1 chat-1');
    terminal.type(`why does it fail on CI?${ENTER}`);
    await terminal.waitForText('It was at');
    await isGone(terminal, 'processing');
    await isGone(terminal, 'Esc interrupts');
    await terminal.waitForText('#1 fail-ci');
    await shows(terminal, 'chat');

    terminal.type(`${PREFIX}[?the${ENTER}`);
    await terminal.waitForText(/hit \d+\/3 ·/);
    await shows(terminal, 'copy-mode');
    terminal.type('q');
    await isGone(terminal, 'hit');

    terminal.type(`${PREFIX}x`);
    await terminal.waitForText('close #1');
    await shows(terminal, 'question');
    terminal.type('n');
    await isGone(terminal, 'close #1');

    for (const key of ['%', '"']) terminal.type(PREFIX + key);
    await terminal.waitForText('#3 chat-3');
    terminal.type(`${PREFIX}h${PREFIX}"`);
    await terminal.waitForText(/▌#4 chat-4/);
    await terminal.waitUntil('each new chat says how to begin, and the first is drawn again', () => {
      const text = terminal.screen().join('\n');
      if (!text.includes('▌ It was at')) return false;
      return text.split('Ask something').length - 1 === 3 && text.split(/^ ?>|│ ?>/m).length - 1 >= 3;
    });
    await shows(terminal, 'four-panes');

    terminal.type(`${PREFIX}s`);
    await terminal.waitForText('find:');
    await terminal.waitForText(/#4 +chat-4|chat-4 +active/);
    // Only a large one has a preview.
    if (rows > 15) await terminal.waitForText(/│ +▌ It was at/);
    await shows(terminal, 'picker');
    terminal.type('\x1b');
    await isGone(terminal, 'find:');

    terminal.type(`${PREFIX}?`);
    await terminal.waitForText('split below');
    await shows(terminal, 'keys');
  });
});
