import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  fstatSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TranscriptRecord } from '../../src/chat/transcript-record.js';
import { NODE_FILES, type FilePort } from '../../src/files/file-port.js';
import { openDisk } from '../../src/files/disk.js';
import { decodeTranscript, NO_TRANSCRIPT, type Transcript } from '../../src/store/read-transcript.js';
import { TranscriptLog } from '../../src/store/transcript-log.js';
import { UserError } from '../../src/text/user-error.js';
import { Unsaved } from '../../src/files/unsaved.js';
import { faultyFiles } from './faulty-files.js';
import { newDirectory } from '../temporary-directory.js';

const newFile = (): string => join(newDirectory(), 'transcript.jsonl');
const piece = (text: string): TranscriptRecord => ({ type: 'piece', id: 't1', text });
const readTranscript = (file: string): Transcript => decodeTranscript(readFileSync(file), 'transcript.jsonl');
const withWrite = (writeNow: FilePort['writeNow']): { files: FilePort } => ({
  files: { ...NODE_FILES, writeNow },
});
const textsIn = (file: string): string[] =>
  readTranscript(file).records.map((record) => (record.type === 'piece' ? record.text : record.type));

describe('TranscriptLog', () => {
  it('has the records in the file when append returns, mode 0600', async () => {
    const file = newFile();
    const log = TranscriptLog.open(file);
    log.append([piece('a'), piece('line\nbreak'), piece('漢 👍 \ud800')]);
    expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(4);
    log.append([]);
    log.append([piece('b')]);
    expect(textsIn(file)).toEqual(['a', 'line\nbreak', '漢 👍 \ud800', 'b']);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    await log.close();
  });

  it('makes one write of one append', async () => {
    const writes: number[] = [];
    const write = (descriptor: number, bytes: Uint8Array): number => {
      writes.push(bytes.length);
      return writeSync(descriptor, bytes);
    };
    const log = TranscriptLog.open(newFile(), withWrite(write));
    log.append(Array.from({ length: 100 }, (_, index) => piece(`piece ${index}`)));
    expect(writes).toHaveLength(1);
    await log.close();
  });

  it('goes on after a short write', async () => {
    const file = newFile();
    const log = TranscriptLog.open(
      file,
      withWrite((fd, bytes) => writeSync(fd, bytes.subarray(0, 5))),
    );
    log.append([piece('whole')]);
    expect(textsIn(file)).toEqual(['whole']);
    await log.close();
  });

  it('takes a half-written record back when the disk is full, and goes on when there is room', async () => {
    const file = newFile();
    let room = Number.POSITIVE_INFINITY;
    const write = (descriptor: number, bytes: Uint8Array): number => {
      if (room === 0) throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
      const written = writeSync(descriptor, bytes.subarray(0, room));
      room -= written;
      return written;
    };
    const log = TranscriptLog.open(file, withWrite(write));
    log.append([piece('before')]);
    room = 10;
    expect(() => log.append([piece('lost')])).toThrow(UserError);
    expect(() => log.append([piece('lost')])).toThrow(/disk is full/);
    room = Number.POSITIVE_INFINITY;
    log.append([piece('after')]);
    expect(readTranscript(file)).toEqual({ ...NO_TRANSCRIPT, records: [piece('before'), piece('after')] });
    await log.close();
  });

  it('tells which session cannot be written', () => {
    const log = TranscriptLog.open('/nowhere/abc/transcript.jsonl');
    expect(() => log.append([piece('x')])).toThrow(/^transcript abc cannot be written: .*ENOENT/);
  });

  it.each([
    ['a torn record', '{"type":"piece","id":"t1","te', ['first', 'next']],
    ['a record without its line feed', JSON.stringify(piece('kept')), ['first', 'kept', 'next']],
  ])('repairs an end of %s before it appends', async (_, end, expected) => {
    const file = newFile();
    writeFileSync(file, `${JSON.stringify(piece('first'))}\n${end}`);
    const log = TranscriptLog.open(file);
    log.append([piece('next')]);
    expect(textsIn(file)).toEqual(expected);
    expect(readTranscript(file).problems).toEqual([]);
    await log.close();
  });

  it('repairs a file that is nothing but a torn line', async () => {
    const file = newFile();
    writeFileSync(file, '{"type":');
    const log = TranscriptLog.open(file);
    log.append([piece('next')]);
    expect(readFileSync(file, 'utf8')).toBe(`${JSON.stringify(piece('next'))}\n`);
    await log.close();
  });

  it('cuts nothing off that it did not begin: zeros of a power cut stay, on a line of their own', async () => {
    const file = newFile();
    writeFileSync(file, `${JSON.stringify(piece('first'))}\n${'\0'.repeat(500)}`);
    const log = TranscriptLog.open(file);
    log.append([piece('next')]);
    expect(textsIn(file)).toEqual(['first', 'next']);
    expect(readTranscript(file).problems).toEqual(['transcript.jsonl:2: skipped, damaged']);
    await log.close();
  });

  it('appends to no file that a newer qmux wrote, nor to what is no file', () => {
    const file = newFile();
    const newer = '{"type":"session","version":3,"id":"abc"}\n';
    writeFileSync(file, newer);
    expect(() => TranscriptLog.open(file).append([piece('x')])).toThrow(/was written by a newer qmux/);
    expect(readFileSync(file, 'utf8')).toBe(newer);
    const fifo = newFile();
    execFileSync('mkfifo', [fifo]);
    expect(() => TranscriptLog.open(fifo).append([piece('x')])).toThrow(/is not a file/);
  });

  it('keeps what the disk refuses, in order, and catches up', async () => {
    const file = newFile();
    const faulty = faultyFiles();
    const disk = openDisk({ files: faulty.files });
    const log = TranscriptLog.open(file, { disk, files: faulty.files, id: 'abc' });
    log.append([piece('a')]);
    faulty.failWhen = ({ operation }) => (operation === 'write' ? 'ENOSPC' : undefined);
    log.append([piece('b'), piece('c')]);
    faulty.failWhen = () => undefined;
    // After what waits, although there is room again.
    log.append([piece('d')]);
    await log.sync();
    await log.close();
    expect(disk.unsaved.warning).toBe('disk full: 1 not saved');
    expect(textsIn(file)).toEqual(['a']);
    await disk.unsaved.retry();
    expect(disk.unsaved.warning).toBeUndefined();
    expect(textsIn(file)).toEqual(['a', 'b', 'c', 'd']);
    log.append([piece('e')]);
    await log.close();
    expect(textsIn(file)).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('refuses what is more than may wait, and says why', () => {
    const faulty = faultyFiles();
    faulty.failWhen = () => 'EROFS';
    const disk = openDisk({ files: faulty.files, unsaved: new Unsaved({ maxBytes: 200 }) });
    const log = TranscriptLog.open(newFile(), { disk, files: faulty.files, id: 'abc' });
    log.append([piece('x'.repeat(100))]);
    expect(() => log.append([piece('x'.repeat(100))])).toThrow(/^transcript abc cannot be written: /);
    expect(log.unwritten.bytes.toString()).toBe(`${JSON.stringify(piece('x'.repeat(100)))}\n`);
  });

  it('opens again after its end', async () => {
    const file = newFile();
    const log = TranscriptLog.open(file);
    log.append([piece('a')]);
    await log.close();
    await log.close();
    log.append([piece('b')]);
    await log.close();
    expect(textsIn(file)).toEqual(['a', 'b']);
  });

  it('appends to the file in its place when an editor has saved another one there', async () => {
    const file = newFile();
    let finishSync = (): void => {};
    const synced: number[] = [];
    const sync = async (descriptor: number): Promise<void> => {
      await new Promise<void>((resolve) => (finishSync = resolve));
      synced.push(fstatSync(descriptor).ino);
    };
    const log = TranscriptLog.open(file, { files: { ...NODE_FILES, sync } });
    log.append([piece('a')]);
    const { ino } = statSync(file);
    const syncing = log.sync();
    // As an editor saves: whole, beside it, and here without the last line feed.
    writeFileSync(`${file}~`, JSON.stringify(piece('edited')));
    renameSync(`${file}~`, file);
    log.append([piece('b')]);
    expect(textsIn(file)).toEqual(['edited', 'b']);
    finishSync();
    await syncing;
    expect(synced).toEqual([ino]);
    log.append([piece('c')]);
    expect(textsIn(file)).toEqual(['edited', 'b', 'c']);
    const closing = log.close();
    finishSync();
    await closing;
  });

  it('syncs for all who wait, also for what was appended while a sync ran', async () => {
    const file = newFile();
    const log = TranscriptLog.open(file);
    await log.sync();
    for (let round = 0; round < 20; round++) {
      log.append([piece(`${round}`)]);
      const early = log.sync();
      log.append([piece(`${round} late`)]);
      await Promise.all([early, log.sync(), log.sync()]);
    }
    expect(textsIn(file)).toHaveLength(40);
    await log.close();
  });
});

describe('decodeTranscript', () => {
  it('drops a torn last line, skips damaged ones in the middle and tells their numbers', async () => {
    const file = newFile();
    const lines = [
      JSON.stringify(piece('1')),
      '{"type":"pie',
      JSON.stringify(piece('3')),
      '[1,2]',
      '{"type":"piece","id":7,"text":"x"}',
      '{"type":"someday"}',
      JSON.stringify(piece('7')),
      '{"type":"torn',
    ];
    writeFileSync(file, lines.join('\n'));
    expect(textsIn(file)).toEqual(['1', '3', '7']);
    expect(readTranscript(file).isTorn).toBe(true);
    expect(readTranscript(file).problems).toEqual([
      'transcript.jsonl:2: skipped, damaged',
      'transcript.jsonl:4: skipped, not a record',
      'transcript.jsonl:5: skipped, piece has a wrong id',
    ]);
    expect(readTranscript(file).unknown).toBe(1);
  });

  it('reads 10 MB at no cost that a start would show', async () => {
    const file = newFile();
    const block = `${JSON.stringify(piece('x'.repeat(60)))}\n`.repeat(1000);
    for (let size = 0; size < 10 * 1024 * 1024; size += block.length) appendFileSync(file, block);
    const before = process.cpuUsage();
    const { records } = readTranscript(file);
    const { user, system } = process.cpuUsage(before);
    expect(records.length).toBeGreaterThan(100_000);
    // About 100 ms of CPU on the machine this was written on; the bound catches a change of its order, not a
    // busy machine.
    expect((user + system) / 1000).toBeLessThan(1500);
  });
});
