// Transcripts of every version that was ever written: read, gone on with, and never rewritten.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RecordedConversation } from '../../src/chat/recorded-conversation.js';
import { reduceTranscript } from '../../src/chat/transcript-reducer.js';
import type { TranscriptRecord } from '../../src/chat/transcript-record.js';
import { openDisk } from '../../src/files/disk.js';
import { loadTranscript } from '../../src/store/load-transcript.js';
import { TranscriptLog } from '../../src/store/transcript-log.js';
import { newDirectory } from '../temporary-directory.js';

const fixture = (version: 1 | 2): string =>
  readFileSync(new URL(`../../fixtures/transcripts/v${version}.jsonl`, import.meta.url), 'utf8');
const nothing = { bytes: Buffer.alloc(0), goodBytes: undefined };

function load(text: string) {
  const file = join(newDirectory(), 'transcript.jsonl');
  writeFileSync(file, text);
  const disk = openDisk({ now: () => 99 });
  const loaded = loadTranscript(file, { disk, id: 'abc', unwritten: nothing });
  return { file, loaded, told: disk.damage.all, text: () => readFileSync(file, 'utf8') };
}

const plan: TranscriptRecord = { type: 'plan', turn: 't1', entries: [], at: 1 };
const note: TranscriptRecord = { type: 'note', text: 'later', level: 'info', at: 1 };

describe('a transcript of version 1', () => {
  it('is read as it always was', () => {
    const { loaded, told } = load(fixture(1));
    const { turns, queued, version } = reduceTranscript(loaded.records);
    expect(told).toEqual([]);
    expect(queued).toEqual([]);
    expect(version).toBe(1);
    expect(turns).toMatchObject([
      {
        answer: 'A rectangle that shows one session.\n',
        finish: 'stop',
        parts: [{ offset: 12 }],
        plan: undefined,
      },
    ]);
  });

  it('goes on with its own kinds, and announces version 2 once before the first of the others', () => {
    const { file, loaded, text } = load(fixture(1));
    const log = TranscriptLog.open(file);
    const recorded = new RecordedConversation(reduceTranscript(loaded.records), (records) =>
      log.append(records),
    );
    recorded.append(note);
    recorded.append(plan);
    recorded.append(plan, note);
    const added = text().slice(fixture(1).length).trimEnd().split('\n');
    expect(text().startsWith(fixture(1))).toBe(true);
    expect(added.map((line) => (JSON.parse(line) as { type: string }).type)).toEqual([
      'note',
      'version',
      'plan',
      'plan',
      'note',
    ]);
  });
});

describe('a transcript of version 2', () => {
  it('is read whole, with the kinds of later versions counted', () => {
    const { loaded, told } = load(fixture(2));
    expect(told).toEqual([]);
    expect(loaded.unknown).toBe(1);
    const { turns, version } = reduceTranscript(loaded.records);
    const turn = turns[1];
    expect(version).toBe(2);
    expect(turn).toMatchObject({
      answer: 'I look for it.\n\nDone.',
      finish: 'stop',
      usage: { used: 150, cost: { amount: 0.01 } },
    });
    expect(turn?.plan?.map(({ status }) => status)).toEqual(['completed', 'completed']);
    expect(turn?.parts.map(({ part, offset }) => [part.type, offset])).toEqual([
      ['thought', 0],
      ['tool', 14],
      ['tool', 14],
      ['asked', 14],
      ['asked', 14],
    ]);
    expect(turn?.parts[0]?.part).toMatchObject({
      thought: { text: 'I have to find the name first.', isOpen: false },
    });
    expect(turn?.parts[1]?.part).toMatchObject({
      made: { call: { kind: 'search', status: 'completed', output: 'a.txt:1:pane' } },
    });
    expect(turn?.parts[3]?.part).toMatchObject({
      asked: { question: { call: { id: 'c2' } }, answer: { option: 'allow', by: 'keys' } },
    });
  });

  it('does not announce it again', () => {
    const { loaded } = load(fixture(2));
    const written: TranscriptRecord[] = [];
    const conversation = reduceTranscript(loaded.records);
    new RecordedConversation(conversation, (records) => void written.push(...records)).append(plan);
    expect(written).toEqual([plan]);
  });

  it('keeps what only a later version knows when a damaged line is taken out', () => {
    const lines = fixture(2).trimEnd().split('\n');
    lines[12] = '{"type":"beg\0in"';
    const { loaded, told, text } = load(`${lines.join('\n')}\n`);
    expect(told).toHaveLength(1);
    expect(loaded.unknown).toBe(1);
    expect(text()).toBe(`${lines.filter((_, at) => at !== 12).join('\n')}\n`);
  });

  it('whose server was killed amid a question has no answer to it', () => {
    const upTo = (type: string): string => {
      const lines = fixture(2).split('\n');
      return `${lines.slice(0, lines.findIndex((line) => line.includes(`"${type}"`)) + 1).join('\n')}\n`;
    };
    const { turns } = reduceTranscript(load(upTo('asked')).loaded.records);
    expect(turns[1]?.parts.at(-1)?.part).toMatchObject({ type: 'asked', asked: { answer: undefined } });
  });
});

describe('a transcript that announces a version not known here', () => {
  it.each([
    ['at its beginning', '{"type":"session","version":3,"id":"s1"}\n'],
    ['further down', `${fixture(2)}{"type":"version","version":3}\n{"type":"hologram"}\n`],
  ])('%s is not touched, and nothing is shown of it', (_, text) => {
    const { loaded, told, text: now } = load(text);
    expect(loaded.records).toEqual([]);
    expect(loaded.refusal).toContain('was written by a newer qmux (version 3, this one reads 2)');
    expect(told).toHaveLength(1);
    expect(now()).toBe(text);
  });
});
