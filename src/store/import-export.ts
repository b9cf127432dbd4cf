// Reads back what `qmux export --format json` wrote: one document or an array of them. Owns the check of
// version and shape. Leaves writing them to export.ts and the disk to session/chat/import-session.ts.

import type { Attached } from '../chat/context/attached.js';
import type { TranscriptRecord } from '../chat/transcript-record.js';
import type { ImportedConversation } from './imported-conversation.js';
import { partsOf } from './import-parts.js';
import { isFolderName } from './imported-conversation.js';
import type { Pace } from '../loop/slice.js';
import { isAttached } from './tool-record-check.js';
import {
  findWrongField,
  isRecord,
  isText,
  listOf,
  oneOf,
  optional,
  type Check,
  type Fields,
} from './shape-check.js';

const isTime: Check = (value) => typeof value === 'string' && !Number.isNaN(Date.parse(value));
const isTextOrNull: Check = (value) => value === null || isText(value);

interface ExportedSession {
  id: string;
  name: string;
  kind: string;
  type: string;
  model: string | null;
  created: string;
}

interface ExportedTurn {
  id: string;
  parent: string | null;
  question: string;
  answer: string;
  model: string | null;
  finish: 'stop' | 'cut' | 'error' | 'interrupted' | null;
  at: string;
  attached?: readonly Attached[];
}

const SESSION_FIELDS: Fields<ExportedSession> = {
  id: (value) => typeof value === 'string' && isFolderName(value),
  name: isText,
  kind: oneOf('chat'),
  type: isText,
  model: isTextOrNull,
  created: isTime,
};

const TURN_FIELDS: Fields<ExportedTurn> = {
  id: isText,
  parent: isTextOrNull,
  question: isText,
  answer: isText,
  model: isTextOrNull,
  finish: oneOf('stop', 'cut', 'error', 'interrupted', null),
  at: isTime,
  attached: optional(listOf(isAttached)),
};

export const isExport = (value: unknown): boolean => isRecord(value) && isRecord(value['session']);

/** Rejects with an Error that says what is wrong with it. */
export async function readExport(document: unknown, pace: Pace): Promise<ImportedConversation> {
  const { version, session, turns, branch } = document as Record<string, unknown>;
  if (version !== 1)
    throw new Error(
      typeof version === 'number' && version > 1
        ? `it was written by a newer qmux (version ${version}); update qmux`
        : 'its version is damaged',
    );
  const wrong = findWrongField(session as Record<string, unknown>, SESSION_FIELDS);
  if (wrong !== undefined) throw new Error(`its session.${wrong} is damaged`);
  if (!Array.isArray(turns)) throw new Error('it has no turns');
  const { id, name, type, model, created } = session as ExportedSession;
  const records: TranscriptRecord[] = [];
  const seen = new Set<string>();
  const branches = new Branches(branch);
  for (const [at, turn] of turns.entries()) {
    const fault = isRecord(turn) ? findWrongField(turn, TURN_FIELDS) : 'shape';
    if (fault !== undefined) throw new Error(`turn ${at + 1}: its ${fault} is damaged`);
    const { id: turnId } = turn as ExportedTurn;
    if (seen.has(turnId)) throw new Error(`turn ${at + 1}: duplicate id`);
    seen.add(turnId);
    for (const record of branches.before(turn as ExportedTurn)) records.push(record);
    try {
      for (const record of recordsOf(turn as ExportedTurn)) records.push(record);
    } catch (error) {
      throw new Error(`turn ${at + 1}: ${(error as Error).message}`, { cause: error });
    }
    await pace.pause();
  }
  records.push(...branches.end());
  const [first, last] = [turns[0], turns.at(-1)] as (ExportedTurn | undefined)[];
  return {
    id,
    name,
    type,
    model: model === null || model === 'guide' ? undefined : model,
    cwd: undefined,
    created: Date.parse(created),
    lastUsed: Date.parse(last?.at ?? created),
    turns: branches.depth,
    firstQuestion: first?.question,
    lastQuestion: last?.question,
    // What version 1 does not know is announced.
    records: records.some((record) => 'turn' in record)
      ? [{ type: 'version', version: 2 }, ...records]
      : records,
  };
}

/**
 * Which turn follows which. Exports of earlier versions name no branch: their turns follow one another,
 * whatever their parents are.
 */
class Branches {
  /** Of the turns so far: how many there are up to each. */
  readonly #depths = new Map<string, number>();
  #end: string | null = null;
  readonly #branch: unknown;

  constructor(branch: unknown) {
    this.#branch = branch;
  }

  /** Turns of the current branch. */
  get depth(): number {
    return this.#end === null ? 0 : (this.#depths.get(this.#end) ?? 0);
  }

  before({ id, parent, ...turn }: ExportedTurn): TranscriptRecord[] {
    if (isWaiting(turn)) return [];
    const isKnown = parent === null || this.#depths.has(parent);
    const head = this.#goTo(isKnown && this.#branch !== undefined ? parent : this.#end);
    this.#depths.set(id, this.depth + 1);
    this.#end = id;
    return head;
  }

  end(): TranscriptRecord[] {
    const branch = this.#branch;
    const isKnown = branch === null || (typeof branch === 'string' && this.#depths.has(branch));
    return isKnown ? this.#goTo(branch) : [];
  }

  #goTo(turn: string | null): TranscriptRecord[] {
    if (turn === this.#end) return [];
    this.#end = turn;
    return [{ type: 'head', turn }];
  }
}

/** It has not begun. */
const isWaiting = ({ model, finish, answer }: Pick<ExportedTurn, 'model' | 'finish' | 'answer'>): boolean =>
  model === null && finish === null && answer === '';

function recordsOf(turn: ExportedTurn): TranscriptRecord[] {
  const { id, parent, question, answer, model, finish } = turn;
  const at = Date.parse(turn.at);
  const asked: TranscriptRecord[] = [
    { type: 'question', id, parent, text: question, at },
    ...(turn.attached ?? []).map((each) => ({ ...each, type: 'attached', turn: id, at }) as const),
  ];
  // It still waited: it waits again.
  if (isWaiting(turn)) return asked;
  return [
    ...asked,
    { type: 'begin', id, model: model ?? '', at },
    ...partsOf({ ...turn }, at),
    ...(answer === '' ? [] : [{ type: 'piece', id, text: answer } as const]),
    // It was being answered when it was exported: nothing more will arrive.
    { type: 'finish', id, finish: finish ?? 'cut', at },
  ];
}
