// A client whose connection was lost finds what its user was in the middle of.

import { afterEach, describe, expect, it } from 'vitest';

import { waitUntil } from '../harness/wait-until.js';
import { startServer, type StartedServer } from './start-client.js';

const PAGE_UP = '\x1b[5~';
const PREFIX = '\x11';
const SIZE = { rows: 20, cols: 80 };
const COUNT = 60;

let server: StartedServer;
afterEach(() => server.workspace.stop());

const lines = (word: string): string =>
  Array.from({ length: COUNT }, (_, at) => `${word} ${at + 1}.`).join('\n');

function noteIn(name: string, text: string): void {
  const chat = server.coordinator.resolve(name);
  if (!('addNote' in chat)) throw new Error(`${name} is a chat`);
  chat.addNote(text, 'info');
}

describe('copy mode', () => {
  it('in a chat goes on at the same lines, whatever came and however large the terminal is then', async () => {
    server = await startServer();
    const first = server.attach(SIZE);
    await first.waitForText('#1 chat-1');
    await server.call('send --wait chat-1 "what is a pane?"');
    noteIn('chat-1', lines('line'));
    await first.waitForText('line 60.');
    first.type(PAGE_UP + PAGE_UP + PAGE_UP);
    await first.waitForText(/line 1\d\./);
    const seen = first.screen().slice(2, 10);
    const left = first.lose();
    await server.call('send --wait chat-1 "what is a tab?"');
    noteIn('chat-1', lines('later'));
    const again = server.attach({ ...SIZE, returned: left });
    await again.waitForText(seen[0] as string);
    expect(again.screen().slice(2, 10)).toEqual(seen);
    const wider = server.attach({ rows: 30, cols: 100, returned: again.lose() });
    await wider.waitForText(seen[0]?.trim() as string);
    wider.type('q');
    await wider.waitForText('later 60.');
  });

  it('of a program keeps selection and search, and reads on', async () => {
    server = await startServer();
    const first = server.attach(SIZE);
    await first.waitForText('#1 chat-1');
    await server.call(`new prog -- sh -c "seq -f 'line %g.' ${COUNT}; cat"`);
    await first.waitForText('line 60.');
    first.type(`${PREFIX}[`);
    first.type('?line 30\r');
    await first.waitForText('line 30.');
    first.type('V');
    const left = first.lose();
    const again = server.attach({ ...SIZE, returned: left });
    await again.waitForText('line 30.');
    again.type('jy');
    await again.waitForText('copied 2 lines');
    // Released: nobody reads it any more.
    again.lose().kept?.release();
    const other = server.attach(SIZE);
    await other.waitForText('line 60.');
  });
});

it('a popup is over the panes again, but not one whose program has ended', async () => {
  server = await startServer();
  const first = server.attach(SIZE);
  await first.waitForText('#1 chat-1');
  first.type(`${PREFIX}:popup -n box -- sh -c "echo in the box; read -r x"\r`);
  await first.waitForText('in the box');
  const again = server.attach({ ...SIZE, returned: first.lose() });
  await again.waitForText('in the box');
  const left = again.lose();
  await server.call('send-keys box Enter');
  await waitUntil('it has ended', () => server.coordinator.resolve('box').state === 'completed');
  const third = server.attach({ ...SIZE, returned: left });
  await third.waitForText('#1 chat-1');
  expect(third.screen().join('\n')).not.toContain('in the box');
});

describe('a dialog', () => {
  it('is open again with what was typed into it, and with what has changed', async () => {
    server = await startServer();
    const first = server.attach(SIZE);
    await first.waitForText('#1 chat-1');
    first.type(`${PREFIX}s`);
    await first.waitForText('Enter');
    first.type('cha');
    await first.waitForText('cha');
    const left = first.lose();
    await server.call('new chat-2');
    const again = server.attach({ ...SIZE, returned: left });
    await again.waitForText('#2');
    again.type('\x1b');
    await again.waitForNoText('Esc closes');
    again.type(`${PREFIX}:rename some`);
    await again.waitForText(':rename some');
    const third = server.attach({ ...SIZE, returned: again.lose() });
    await third.waitForText(':rename some');
    third.type('thing\r');
    await third.waitForText('something');
  });
});
