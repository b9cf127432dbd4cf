// What terminals are told about the disk: a lasting warning, damage once, and what lists and doctor say.

import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';

import { openDisk } from '../../src/files/disk.js';
import { Unsaved } from '../../src/files/unsaved.js';
import { faultyFiles } from '../store/faulty-files.js';
import { waitUntil } from '../harness/wait-until.js';
import { startServer, type StartedServer } from './start-client.js';

let server: StartedServer;
afterEach(() => server.workspace.stop());

const dataIn = (home: string): string => join(home, 'data', 'default');

/** Ends it; what is in its home may be damaged then. */
async function endAndDamage(damage: (data: string) => void): Promise<void> {
  const { directory } = server;
  await server.workspace.stop();
  damage(dataIn(directory));
  server = await startServer({ directory });
}

describe('a disk that refuses', () => {
  it('is a warning in the bar from the first failure until all is saved, for every terminal', async () => {
    const faulty = faultyFiles();
    server = await startServer({
      openDisk: () => openDisk({ files: faulty.files, unsaved: new Unsaved({ retryMs: 20 }) }),
    });
    const client = server.attach();
    await client.waitForText('chat-1');
    faulty.failWhen = () => 'EDQUOT';
    expect((await server.call('rename 1 renamed')).stderr).toMatch(
      /^not saved yet, kept in memory: the list of sessions/,
    );
    await client.waitForText('not saved yet');
    const second = server.attach();
    await second.waitForText('not saved yet');
    // Any key dismisses the message; the warning stays.
    second.type('x');
    await second.waitForText(/!disk full: \d not saved/);
    expect((await server.call('messages')).stdout).toMatch(/kept in memory/);
    faulty.failWhen = () => undefined;
    await second.waitForText('everything is saved again');
    second.type('y');
    await waitUntil('the warning is gone', () => !second.bottom().includes('disk full'));
    expect((await server.call('ls')).stderr).toBe('');
  });
});

describe('damage', () => {
  it('is told to the first terminal, by the names of sessions, and kept among the messages of the next', async () => {
    server = await startServer();
    const chat = await server.create({ name: 'thinker' });
    chat.paste('a draft');
    const draft = join(dataIn(server.directory), 'sessions', chat.id, 'draft.txt');
    await waitUntil('the draft is saved', () => readdirSync(join(draft, '..')).includes('draft.txt'));
    await endAndDamage(() => writeFileSync(draft, '\0\0\0\0'));
    const client = server.attach({ cols: 160 });
    await client.waitForText(/draft of thinker is damaged.*set aside as draft\.txt\.damaged-\d/);
    const second = server.attach({ cols: 160 });
    await second.waitForText('thinker');
    second.type('\u0011~');
    await second.waitForText('draft of thinker is damaged');
    expect((await server.call('messages')).stdout).toMatch(/draft of thinker is damaged/);
  });

  it('of a part of the layout loses that part', async () => {
    server = await startServer();
    await server.create({ name: 'left' });
    await server.call('new right -h');
    await server.call('new other -d');
    await endAndDamage((data) => {
      const file = join(data, 'index.json');
      writeFileSync(file, readFileSync(file, 'utf8').replace('"direction":"right"', '"direction":"rigth"'));
    });
    const client = server.attach({ cols: 160 });
    await client.waitForText(/index\.json: the layout of tab 1 is damaged; 2 panes are kept/);
    await client.waitForText(/#\d left/);
    await client.waitForText(/#\d right/);
  });

  it('of both copies of the list loses neither names nor programs', async () => {
    server = await startServer({ env: { PATH: process.env['PATH'] ?? '' } });
    const chat = await server.create({ name: 'before' });
    await server.call(`send before hello`);
    await server.call('rename before after');
    const program = await server.create({
      kind: 'program',
      command: ['sh', '-c', 'echo hi; sleep 30'],
      name: 'builder',
    });
    const facts = join(dataIn(server.directory), 'sessions', program.id, 'session.json');
    await waitUntil('it is described', () => readdirSync(join(facts, '..')).includes('session.json'));
    await endAndDamage((data) => {
      for (const name of ['index.json', 'index.json.bak']) writeFileSync(join(data, name), '{');
      rmSync(join(data, 'last-state.json'), { force: true });
    });
    const listed = server.coordinator.list({ archived: true }).map(({ facts }) => facts);
    expect(listed.map(({ name, kind }) => `${name} ${kind}`)).toEqual(
      expect.arrayContaining(['after chat', 'builder program']),
    );
    expect(listed.map(({ id }) => id)).toEqual(expect.arrayContaining([chat.id, program.id]));
  });

  it('of a conversation of qmux chat leaves the list whole, names it, and opens it for nobody', async () => {
    server = await startServer();
    const chats = join(server.directory, 'data', 'chats');
    mkdirSync(chats, { recursive: true, mode: 0o700 });
    const newer = '{"type":"session","version":3,"id":"fromlater"}\n';
    writeFileSync(join(chats, 'fromlater.jsonl'), newer);
    writeFileSync(join(chats, 'zeros.jsonl'), '\0'.repeat(100));
    mkdirSync(join(chats, 'folder.jsonl'));
    writeFileSync(
      join(chats, 'good.jsonl'),
      '{"type":"session","version":1,"id":"good","name":"a-good-one","kind":"chat","sessionType":"chat","created":1}\n',
    );
    const { stdout, exitCode } = await server.call('ls --all');
    expect(exitCode).toBe(0);
    for (const line of [
      /a-good-one/,
      /newer-fromlate.* newer /,
      /damaged-zeros.* damaged /,
      /damaged-folder.* damaged /,
    ])
      expect(stdout).toMatch(line);
    for (const name of ['newer-fromlate', 'damaged-zeros', 'damaged-folder'])
      expect(await server.call(`reopen ${name}`)).toMatchObject({
        exitCode: 1,
        stderr: expect.stringContaining('.jsonl'),
      });
    expect(readFileSync(join(chats, 'fromlater.jsonl'), 'utf8')).toBe(newer);
  });
});
