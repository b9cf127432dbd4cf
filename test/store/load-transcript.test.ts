import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TranscriptRecord } from '../../src/chat/transcript-record.js';
import { openDisk } from '../../src/files/disk.js';
import { loadTranscript } from '../../src/store/load-transcript.js';
import { faultyFiles } from './faulty-files.js';
import { newDirectory } from '../temporary-directory.js';

const newFile = (): string => join(newDirectory(), 'transcript.jsonl');
const piece = (text: string): TranscriptRecord => ({ type: 'piece', id: 't1', text });
const line = (text: string): string => `${JSON.stringify(piece(text))}\n`;
const nothing = { bytes: Buffer.alloc(0), goodBytes: undefined };

function load(file: string, disk = openDisk({ now: () => 99 })) {
  const loaded = loadTranscript(file, { disk, id: 'abc', unwritten: nothing });
  return {
    texts: loaded.records.map((record) => (record.type === 'piece' ? record.text : record.type)),
    refusal: loaded.refusal,
    told: disk.damage.all,
    left: readdirSync(join(file, '..')).sort(),
  };
}

describe('a transcript', () => {
  it('that is missing is empty, and nobody is told', () => {
    expect(load(newFile())).toEqual({ texts: [], refusal: undefined, told: [], left: [] });
  });

  it.each([
    ['zeros', '\0'.repeat(300), []],
    ['null', 'null', []],
    ['null and a line feed', 'null\n', []],
    ['a number', '7\n', []],
    ['zeros at its end', `${line('a')}${'\0'.repeat(50)}`, ['a']],
    ['zeros in the middle', `${line('a')}${'\0'.repeat(50)}\n${line('b')}`, ['a', 'b']],
    ['a tear in the middle', `${line('a')}{"type":"piece","id":${line('b')}${line('c')}`, ['a', 'c']],
    ['a tear within the first record', `{"type":"piece","id":"t1","te\n${line('b')}`, ['b']],
    ['another letter in a name', `${line('a')}{"tpye":"piece","id":"t1","text":"x"}\n`, ['a']],
    ['text behind its end', `${line('a')}hello`, ['a']],
  ])('with %s keeps what can be read, sets the whole aside and tells it once', (_, text, kept) => {
    const file = newFile();
    writeFileSync(file, text);
    const first = load(file);
    expect(first.texts).toEqual(kept);
    expect(first.refusal).toBeUndefined();
    expect(first.told).toEqual([
      expect.stringMatching(/^transcript of session abc is damaged: \d lines? left out .*damaged-99$/),
    ]);
    expect(readFileSync(`${file}.damaged-99`, 'utf8')).toBe(text);
    const again = load(file);
    expect([again.texts, again.told]).toEqual([kept, []]);
  });

  it('with a torn last record tells that, and keeps the rest', () => {
    const file = newFile();
    writeFileSync(file, `${line('a')}{"type":"piece","id":"t1","te`);
    const { texts, told, left } = load(file);
    expect([texts, left]).toEqual([['a'], ['transcript.jsonl']]);
    expect(told).toEqual([expect.stringContaining('the last record is incomplete')]);
  });

  it.each([
    ['a directory', (file: string) => mkdirSync(file), /is a directory.*move it away/],
    ['a link to itself', (file: string) => symlinkSync(file, file), /leads back to itself.*move it away/],
    ['a FIFO', (file: string) => void execFileSync('mkfifo', [file]), /is a FIFO.*move it away/],
    [
      'huge',
      (file: string) => (writeFileSync(file, 'x'), truncateSync(file, 2 ** 31)),
      /is too large: 2,048 MB/,
    ],
    [
      'of a newer version',
      (file: string) => writeFileSync(file, '{"type":"session","version":7}\n'),
      /newer qmux \(version 7/,
    ],
  ])('that is %s is refused, told, and not touched', (_, make, reason) => {
    const file = newFile();
    make(file);
    const { refusal, told, left } = load(file);
    expect(refusal).toMatch(reason);
    expect(told).toEqual([refusal]);
    expect(left).toEqual(['transcript.jsonl']);
  });

  it('that cannot be set aside stays as it is, which is told', () => {
    const file = newFile();
    writeFileSync(file, `${line('a')}torn\n`);
    const faulty = faultyFiles();
    faulty.failWhen = () => 'ENOSPC';
    const { texts, told } = load(file, openDisk({ files: faulty.files }));
    expect(texts).toEqual(['a']);
    expect(told).toEqual([expect.stringMatching(/it stays as it is: the disk is full/)]);
    expect(readFileSync(file, 'utf8')).toBe(`${line('a')}torn\n`);
  });
});
