// Chats with a model over the wire: two answers at once, detaching during one, what goes wrong.

import { afterEach, describe, expect, it } from 'vitest';

import type { ChatScript } from '../harness/chat-server.js';
import { ENTER, ESCAPE, PREFIX, startQmux, type Qmux } from '../harness/qmux.js';

let qmux: Qmux;
afterEach(() => qmux.stop());

/** `left 60` answers left0 left1 … at 20 a second. */
const counting: ChatScript = ({ messages }) => {
  const [word = 'p', count = '5'] = (messages.at(-1)?.content ?? '').split(' ');
  return { pieces: Array.from({ length: Number(count) }, (_, at) => `${word}${at} `), delayMs: 50 };
};

describe('streaming', () => {
  it('draws two answers at once, their pieces alternating on the wire, while keys are echoed', async () => {
    qmux = await startQmux(counting);
    const terminal = await qmux.attach();
    await terminal.waitForText('#1 chat-1');
    terminal.type(`left 60${ENTER}`);
    await terminal.waitForText('left0');
    terminal.type(`${PREFIX}%`);
    await terminal.waitForText('#2 chat-2');
    terminal.type(`right 60${ENTER}`);
    await terminal.waitForText('right0');
    for (let typed = 1; typed <= 30; typed++) {
      const text = 'abcdefghijklmnopqrstuvwxyz0123'.slice(0, typed);
      terminal.type(text.at(-1) as string);
      await terminal.waitForText(`> ${text}`);
    }
    expect(terminal.screen().some((line) => line.includes('answering'))).toBe(true);
    await terminal.waitForText('left59');
    await terminal.waitForText('right59');
    const wire = Buffer.concat(terminal.bytes.map(({ bytes }) => bytes)).toString();
    const order = [...wire.matchAll(/(left|right)(\d+)/g)].map(([, side]) => side);
    const changes = order.filter((side, at) => at > 0 && side !== order[at - 1]).length;
    // Both run for about 58 pieces side by side; a burst would leave a handful of changes.
    expect(changes).toBeGreaterThan(40);
  });

  it('goes on while nobody is attached, with the earlier turns as context afterwards', async () => {
    qmux = await startQmux(counting);
    const first = await qmux.attach();
    await first.waitForText('#1 chat-1');
    first.type(`gone 20${ENTER}`);
    await first.waitForText('gone1');
    first.type(`${PREFIX}d`);
    await first.waitForExit();
    const second = await qmux.attach();
    await second.waitForText('gone19');
    await second.waitUntil('the answer has ended', () => !second.screen().join().includes('processing'));
    second.type(`again 1${ENTER}`);
    await second.waitForText('again0');
    expect(qmux.model?.requests.at(-1)?.messages.map(({ role }) => role)).toEqual([
      'user',
      'assistant',
      'user',
    ]);
  });

  it('interrupts with Escape, keeps what came, and queues what is asked meanwhile', async () => {
    qmux = await startQmux(counting);
    const terminal = await qmux.attach();
    await terminal.waitForText('#1 chat-1');
    terminal.type(`long 200${ENTER}`);
    await terminal.waitForText('long3');
    terminal.type(`short 2${ENTER}`);
    await terminal.waitForText('1 queued');
    terminal.type(ESCAPE);
    await terminal.waitForText('(interrupted)');
    await terminal.waitForText('interrupted · Enter goes on');
    terminal.type(ENTER);
    await terminal.waitForText('short1');
    await terminal.waitForText('long3');
  });

  it.each([
    { name: 'a wrong key', answer: { status: 401, message: 'bad key' }, text: /error: .*key/i },
    {
      name: 'a cut stream',
      answer: { pieces: ['kept words '], end: 'cut' as const },
      text: /kept words[\s\S]*(error|cut)/,
    },
    {
      name: 'a clean early end',
      answer: { pieces: ['kept words '], end: 'early' as const },
      text: /kept words[\s\S]*\(cut\)/,
    },
  ])('says what happened after $name, and stays usable', async ({ answer, text }) => {
    qmux = await startQmux((_request, index) => (index === 0 ? answer : { pieces: ['fine again'] }));
    const terminal = await qmux.attach();
    await terminal.waitForText('#1 chat-1');
    terminal.type(`first${ENTER}`);
    await terminal.waitForText(text);
    terminal.type(`second${ENTER}`);
    await terminal.waitForText('fine again');
  });

  it.each([429, 500])('asks again after %d, which it says', async (status) => {
    qmux = await startQmux((_request, index) =>
      index === 0 ? { status, message: 'not now' } : { pieces: ['fine again'] },
    );
    const terminal = await qmux.attach();
    await terminal.waitForText('#1 chat-1');
    terminal.type(`first${ENTER}`);
    await terminal.waitForText(`${status}: try 2 of 5`);
    await terminal.waitForText('fine again');
  });

  it('shows escape sequences of a model as text', async () => {
    qmux = await startQmux(() => ({
      pieces: ['before \x1b]0;owned\u0007\x1b[2J\x1b[31mred\u009b5m after'],
    }));
    const terminal = await qmux.attach();
    await terminal.waitForText('#1 chat-1');
    terminal.type(`hello${ENTER}`);
    await terminal.waitForText('before ]0;owned[2J[31mred5m after');
    const title = Buffer.concat(terminal.bytes.map(({ bytes }) => bytes)).toString();
    expect(title).not.toContain('\x1b]0;owned');
  });
});
