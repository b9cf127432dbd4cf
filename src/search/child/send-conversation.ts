// A conversation that an agent keeps, sent as a whole to be read, a part of its turns at a time. Owns which
// files may be asked for: those that are searched. Leaves reading them to agents/.

import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FromSearcher, ToSearcher } from '../messages.js';
import type { SearchedFile } from '../places/file.js';
import type { TranscriptReader } from '../places/transcript-reader.js';
import type { Unit } from '../transcripts/unit.js';

/** Of text in one message: the server reads one in less than a millisecond. */
const PART_CHARACTERS = 64 * 1024;

export interface SendPorts {
  files: readonly SearchedFile[];
  reader: TranscriptReader;
  send(message: FromSearcher): void;
}

/** Rejects with an error in words: it is gone, or cannot be read. */
export async function sendConversation(
  { id, file: path, conversation }: Extract<ToSearcher, { type: 'read' }>,
  { files, reader, send }: SendPorts,
): Promise<void> {
  const file = files.find((each) => each.path === path);
  const problems: string[] = [];
  const all = file ? await reader.read(file, (sentence) => void problems.push(sentence)) : [];
  const found =
    all.find((each) => each.conversation === conversation) ?? (all.length === 1 ? all[0] : undefined);
  if (!found) {
    throw new Error(problems[0] ?? `${path} no longer has the conversation; search again`);
  }
  let part: Unit[] = [];
  let characters = 0;
  for (const unit of found.units) {
    part.push(unit);
    characters += unit.parts.reduce((sum, { text }) => sum + text.length, 0);
    if (characters < PART_CHARACTERS) continue;
    send({ type: 'units', id, units: part, isLast: false });
    part = [];
    characters = 0;
    await nextTurn();
  }
  send({ type: 'units', id, units: part, isLast: true });
}
