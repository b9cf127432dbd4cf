import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  utimesSync,
  writeFileSync,
  appendFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TranscriptRecord } from '../../src/chat/transcript-record.js';
import { acquireLock } from '../../src/process/lock.js';
import { chatFile, chatLockDir, PlainChats } from '../../src/session/chat/plain-chats.js';
import { openDisk } from '../../src/files/disk.js';
import { decodeTranscript } from '../../src/store/read-transcript.js';
import { transcriptIn } from '../../src/store/session-folder.js';
import { newDirectory } from '../temporary-directory.js';

function setUp() {
  const root = newDirectory();
  const [chatsDir, sessionsDir] = [join(root, 'chats'), join(root, 'sessions')];
  mkdirSync(sessionsDir, { mode: 0o700 });
  const disk = openDisk();
  const open = () => new PlainChats({ chatsDir, sessionsDir, home: '/home/me', disk });
  return { chatsDir, sessionsDir, disk, open };
}

const LINE = (record: TranscriptRecord): string => `${JSON.stringify(record)}\n`;

function leave(chatsDir: string, id: string, name = id): void {
  mkdirSync(chatsDir, { recursive: true, mode: 0o700 });
  const records: TranscriptRecord[] = [
    {
      type: 'session',
      version: 1,
      id,
      name,
      kind: 'chat',
      sessionType: 'chat',
      created: 5,
      cwd: '/project/x',
    },
    { type: 'question', id: 'q1', parent: null, text: 'what\nis it?', at: 5 },
    { type: 'begin', id: 'q1', model: 'openai/m', at: 6 },
    { type: 'piece', id: 'q1', text: 'it is "type":"begin"' },
    { type: 'finish', id: 'q1', finish: 'stop', at: 7 },
  ];
  writeFileSync(chatFile(chatsDir, id), records.map(LINE).join(''));
}

describe('what qmux chat left', () => {
  it('is nothing where it never ran', async () => {
    expect(await setUp().open().list()).toEqual([]);
  });

  it('is listed with what the transcript knows; other files are no chats', async () => {
    const { chatsDir, open } = setUp();
    leave(chatsDir, 'abc', 'what-it-is');
    writeFileSync(join(chatsDir, 'notes.txt'), 'x');
    expect(await open().list()).toEqual([
      expect.objectContaining({
        id: 'abc',
        name: 'what-it-is',
        kind: 'chat',
        type: 'chat',
        model: 'openai/m',
        cwd: '/project/x',
        turns: 1,
        lastQuestion: 'what is it?',
        archivedAt: expect.any(Number) as number,
      }),
    ]);
  });

  it('is read again only when it changed', async () => {
    const { chatsDir, open } = setUp();
    leave(chatsDir, 'abc');
    leave(chatsDir, 'def');
    const chats = open();
    const before = new Map((await chats.list()).map((meta) => [meta.id, meta]));
    appendFileSync(chatFile(chatsDir, 'def'), LINE({ type: 'begin', id: 'q2', model: 'openai/m', at: 9 }));
    const after = new Map((await chats.list()).map((meta) => [meta.id, meta]));
    expect(after.get('abc')).toBe(before.get('abc'));
    expect(after.get('def')).toMatchObject({ turns: 2 });
  });

  it('is read again when another of the same size and time took its place', async () => {
    const { chatsDir, open } = setUp();
    const chats = open();
    const file = chatFile(chatsDir, 'abc');
    leave(chatsDir, 'abc', 'one');
    utimesSync(file, 1, 1);
    expect(await chats.list()).toMatchObject([{ name: 'one' }]);
    writeFileSync(`${file}.new`, readFileSync(file, 'utf8').replace('"one"', '"two"'));
    utimesSync(`${file}.new`, 1, 1);
    renameSync(`${file}.new`, file);
    expect(await chats.list()).toMatchObject([{ name: 'two' }]);
  });

  it('becomes a session of the server with its whole transcript, and leaves no lock', async () => {
    const { chatsDir, sessionsDir, open } = setUp();
    leave(chatsDir, 'abc');
    const chats = open();
    const [meta] = await chats.list();
    if (!meta) throw new Error('not listed');
    await chats.takeOver(meta);
    expect(decodeTranscript(readFileSync(transcriptIn(join(sessionsDir, 'abc'))), '').records).toHaveLength(
      5,
    );
    expect(existsSync(chatFile(chatsDir, 'abc'))).toBe(false);
    expect(readdirSync(chatLockDir(chatsDir))).toEqual([]);
    expect(chats.has('abc')).toBe(false);
    await chats.takeOver(meta);
  });

  it('is left alone while a terminal has it', async () => {
    const { chatsDir, open } = setUp();
    leave(chatsDir, 'abc');
    const lock = await acquireLock(chatLockDir(chatsDir), 'abc');
    if ('heldBy' in lock) throw new Error('held');
    const chats = open();
    const [meta] = await chats.list();
    if (!meta) throw new Error('not listed');
    await expect(chats.takeOver(meta)).rejects.toThrow(`abc is open in qmux chat, process ${process.pid}`);
    await expect(chats.remove('abc')).rejects.toThrow(/is open in qmux chat/);
    expect(existsSync(chatFile(chatsDir, 'abc'))).toBe(true);
    await lock.release();
    await chats.takeOver(meta);
  });

  it('goes to one of two servers that want it', async () => {
    const { chatsDir, open } = setUp();
    leave(chatsDir, 'abc');
    const servers = [open(), open(), open()];
    const takeOvers = await Promise.allSettled(
      servers.map(async (chats) => {
        const [meta] = await chats.list();
        if (!meta) throw new Error('not listed');
        await chats.takeOver(meta);
      }),
    );
    expect(takeOvers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('is removed for good', async () => {
    const { chatsDir, open } = setUp();
    leave(chatsDir, 'abc');
    const chats = open();
    await chats.list();
    await chats.remove('abc');
    expect(await chats.list()).toEqual([]);
    expect(readdirSync(chatsDir)).toEqual(['lock']);
  });
});
