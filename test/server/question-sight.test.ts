// Keys that answer a question count once the client they come from has shown it for a while, with nothing over
// it: each client by its own time. On a real agent process that asks before it runs something.

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import type { ChatSession } from '../../src/session/chat/chat-session.js';
import { waitUntil } from '../harness/wait-until.js';
import { newDirectory } from '../temporary-directory.js';
import { startServer, type StartedServer, type TestClient } from './start-client.js';

const AGENT = fileURLToPath(new URL('../../fixtures/programs/fake-acp-agent.mjs', import.meta.url));
const PREFIX = '\u0011';
const ESCAPE = '\x1b';
const BACKSPACE = '\u007f';
const PAGE_UP = '\x1b[5~';
const PAGE_DOWN = '\x1b[6~';
const ENTER = '\r';
const OPTION = '2 y  Allow';

let server: StartedServer;
let chat: ChatSession;
/** The clock stands still but for this: how long the machine takes for a key does not matter. */
let aheadMs = 0;

beforeEach(async () => {
  aheadMs = 0;
  const startMs = performance.now();
  vi.spyOn(performance, 'now').mockImplementation(() => startMs + aheadMs);
  const directory = newDirectory();
  server = await startServer({
    config: { agents: { fake: { command: process.execPath, args: [AGENT], mode: 'ask' } } },
    env: { PATH: process.env['PATH'] ?? '', FAKE_AGENT_SESSIONS: join(directory, 'sessions') },
    directory,
  });
});
afterEach(async () => {
  await server.workspace.stop();
  vi.restoreAllMocks();
});

/** A client that shows the question of a chat. */
async function startAsking(prompt = '[[shell echo shell-finished]]'): Promise<TestClient> {
  const client = server.attach({ rows: 24, cols: 80 });
  chat = (await server.create({ name: 'asker', agent: 'fake' })) as ChatSession;
  chat.send(prompt);
  await client.waitForText(OPTION);
  return client;
}

/** Longer than any of the times that matter. */
const later = (): void => void (aheadMs += 1_000);

/** Pressed alone. */
function press(client: TestClient, key: string): void {
  aheadMs += 200;
  client.type(key);
}

/** The key went into the draft, which is empty again afterwards. */
async function expectDraft(client: TestClient, why: string): Promise<void> {
  press(client, 'y');
  await waitUntil(
    `y is the draft after ${why}`,
    () => client.screen().some((line) => /^ ?> y *(?:│|$)/.test(line)),
    {
      describe: () => client.screen().join('\n'),
    },
  );
  expect(chat.questions.all).toHaveLength(1);
  press(client, BACKSPACE);
  await waitUntil('the draft is empty', () => client.screen().some((line) => /^ ?> *(?:│|$)/.test(line)));
}

async function expectAnswered(client: TestClient, key: string): Promise<void> {
  press(client, key);
  await waitUntil('it is answered', () => chat.questions.all.length === 0, {
    describe: () => client.screen().join('\n'),
  });
}

it('counts a lone key once the question has been shown for a while', async () => {
  const client = await startAsking();
  await expectDraft(client, 'it appeared');
  later();
  await expectAnswered(client, 'y');
  await client.waitForText('shell-finished');
  await client.waitForText('? run echo shell-finished: Allow');
});

it('starts the time again with everything that covered the question or moved it', async () => {
  const client = await startAsking();
  const other = await server.create({ name: 'other', place: { at: 'split', direction: 'right' } });
  await client.waitForText('#3 other');
  press(client, `${PREFIX}o`);
  const covers: [string, () => Promise<void>][] = [
    [
      'a dialog',
      async () => {
        press(client, `${PREFIX}:`);
        await client.waitForText(/^:/m);
        press(client, ESCAPE);
        await client.waitForNoText('\n:');
      },
    ],
    [
      'the picker',
      async () => {
        press(client, `${PREFIX}s`);
        await client.waitForText('Needs you');
        press(client, ESCAPE);
        await client.waitForNoText('Needs you');
      },
    ],
    [
      'copy mode',
      async () => {
        press(client, `${PREFIX}[`);
        await waitUntil('it is in copy mode', () => /line \d+\/\d+/.test(client.screen()[0] ?? ''), {
          describe: () => client.screen().join('\n'),
        });
        press(client, 'q');
        await waitUntil('it has left', () => !/line \d+\/\d+/.test(client.screen()[0] ?? ''));
      },
    ],
    [
      'another tab',
      async () => {
        press(client, `${PREFIX}c`);
        await client.waitForNoText(OPTION);
        press(client, `${PREFIX}p`);
        await client.waitForText(OPTION);
      },
    ],
    [
      'zoom',
      async () => {
        press(client, `${PREFIX}z`);
        await client.waitForNoText('#3 other');
        await client.waitForText(OPTION);
      },
    ],
    [
      'the end of it',
      async () => {
        press(client, `${PREFIX}z`);
        await client.waitForText('#3 other');
        await client.waitForText(OPTION);
      },
    ],
  ];
  expect(other.number).toBe(3);
  for (const [name, cover] of covers) {
    later();
    await cover();
    await expectDraft(client, name);
  }
  later();
  await expectAnswered(client, 'n');
  await client.waitForText(': Reject');
});

it('counts by each client, and not at all from one that is read-only', async () => {
  const first = await startAsking();
  later();
  const second = server.attach({ rows: 24, cols: 80 });
  const guest = server.attach({ rows: 24, cols: 80, readOnly: true });
  await second.waitForText(OPTION);
  await guest.waitForText(OPTION);
  await expectDraft(second, 'attaching');
  later();
  for (const key of ['y', '1', ENTER, '\x03', 'd', PAGE_DOWN]) {
    press(guest, key);
    await guest.waitForText('attached read-only');
  }
  expect(chat.questions.all).toHaveLength(1);
  // What covers it for one client covers it for no other.
  press(second, `${PREFIX}:`);
  await second.waitForText(/^:/m);
  await expectAnswered(first, 'n');
});

it('counts no key while another client makes the pane larger than this terminal', async () => {
  const large = await startAsking();
  const small = server.attach({ rows: 14, cols: 50 });
  await small.waitForText(OPTION);
  later();
  press(large, `${PREFIX}:`);
  press(large, ESCAPE);
  // It follows the cursor: the title of the pane is above what it shows.
  await small.waitForNoText('#2 asker');
  expect(small.screen().join('\n')).toContain(OPTION);
  later();
  await expectDraft(small, 'a part of the pane was out of sight');
  later();
  await expectAnswered(small, 'n');
});

it('counts nothing of what a dialog covers from the beginning', async () => {
  const client = server.attach({ rows: 24, cols: 80 });
  chat = (await server.create({ name: 'asker', agent: 'fake' })) as ChatSession;
  await client.waitForText('#2 asker');
  press(client, `${PREFIX}:`);
  await client.waitForText(/^:/m);
  chat.send('[[shell echo shell-finished]]');
  await waitUntil('it asks', () => chat.questions.all.length === 1);
  later();
  press(client, ESCAPE);
  await client.waitForText(OPTION);
  await expectDraft(client, 'the dialog was closed');
  later();
  await expectAnswered(client, 'n');
});

it('scrolls a long question by PageUp and PageDown, and only its top leads to copy mode', async () => {
  const steps = Array.from({ length: 40 }, (_, at) => `echo step-${at}`).join('\n');
  const client = await startAsking(`[[shell ${steps}]]`);
  later();
  press(client, 'y');
  await client.waitForText(/PageDown first: \d+ more lines?/);
  for (let page = 0; page < 20 && client.screen().some((line) => line.includes('more line')); page++)
    press(client, PAGE_DOWN);
  await client.waitForText('step-39');
  press(client, PAGE_UP);
  await client.waitForText('more line');
  // It would say which line of how many.
  expect(client.screen()[0]).not.toMatch(/line \d+\/\d+/);
  await expectAnswered(client, 'y');
  await client.waitForText('step-39');
});
