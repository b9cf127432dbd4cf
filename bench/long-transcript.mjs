// Long conversations for turns.mjs, as their transcripts are on disk: written while no server runs.

import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

const MEGABYTE = 1_000_000;
/** In one write. */
const RECORDS = 2_000;

/** The transcript's file of the chat with this id. */
export const transcriptFile = (home, id) => join(home, 'data/default/sessions', id, 'transcript.jsonl');

/** Begins the transcript of a chat in which nothing has been said yet, and returns its file. */
export function beginTranscript(home, { id, name, cwd }) {
  const file = transcriptFile(home, id);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  append(file, [
    { type: 'session', version: 1, id, name, kind: 'chat', sessionType: 'chat', created: Date.now(), cwd },
  ]);
  return file;
}

/** Short questions with answers of 2 KB, up to the given megabytes; the last line is `end`. */
export function appendConversation(file, megabytes, end) {
  const records = [];
  const turns = Math.ceil((megabytes * MEGABYTE) / 2_185);
  for (let at = 0; at < turns; at++)
    records.push(
      ...turn(`turn${at}`, at === 0 ? null : `turn${at - 1}`, [paragraphs(at), paragraphs(at + 1)]),
    );
  records.push(...turn('last', `turn${turns - 1}`, [end]));
  append(file, records);
}

/** One question whose answer has the given megabytes; the last line is `end`. */
export function appendAnswer(file, megabytes, end) {
  const pieces = [];
  for (let bytes = 0; bytes < megabytes * MEGABYTE; bytes += pieces.at(-1).length)
    pieces.push(paragraphs(pieces.length));
  append(file, turn('last', null, [...pieces, end]));
}

/** 1 KB of prose, a list and code. */
const paragraphs = (at) =>
  `Paragraph ${at} says **what** the \`code\` below does, and why.\n\n` +
  'The quick brown fox jumps over the lazy dog, and then it rests. '.repeat(8) +
  `\n\n- first ${at}\n- second, with *emphasis*\n\n\`\`\`ts\n${`const value${at} = compute(${at}) + 1;\n`.repeat(8)}\`\`\`\n\n`;

function turn(id, parent, pieces) {
  const at = Date.now();
  return [
    { type: 'question', id, parent, text: `question ${id}?`, at },
    { type: 'begin', id, model: 'openai/bench', at },
    ...pieces.map((text) => ({ type: 'piece', id, text })),
    { type: 'finish', id, finish: 'stop', at },
  ];
}

function append(file, records) {
  for (let at = 0; at < records.length; at += RECORDS)
    appendFileSync(
      file,
      records
        .slice(at, at + RECORDS)
        .map((record) => `${JSON.stringify(record)}\n`)
        .join(''),
    );
}
