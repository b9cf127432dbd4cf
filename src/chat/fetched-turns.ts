// Turns of an agent's session that were made in its own interface (pure): which of what the agent repeats
// they are, and what our transcript keeps of them. Owns telling them from ours: agents give turns no names
// that both sides know, and may have dropped some of ours. Leaves asking the agent to agents/.

import type { ReplayedTurn } from './agents/replayed-turns.js';
import type { ModelEvent } from './model-event.js';
import { capToolUpdate } from './tool-text.js';
import type { TranscriptRecord } from './transcript-record.js';

/** A question of ours is looked for with so many before it. */
const MOST_COMPARED = 50;
/** So many of our last questions may be unknown to the agent. */
const MOST_DROPPED = 10;

/**
 * What follows our last question in the replay. ours: the questions that we have sent, oldest first. count:
 * how many user messages the session had when we left it, which decides where the words do not.
 */
export function findFetched(
  replay: readonly ReplayedTurn[],
  ours: readonly string[],
  count: number,
): ReplayedTurn[] {
  const pieces = replay.flatMap(({ asked }, turn) => asked.map((text, piece) => ({ text, turn, piece })));
  // The agent may never have had our last ones, or has dropped them.
  for (let to = ours.length; to > 0 && to > ours.length - MOST_DROPPED; to--) {
    const last = findLast(pieces, ours.slice(Math.max(0, to - MOST_COMPARED), to), count);
    if (last) return whatFollows(replay, last);
  }
  return replay.slice(count);
}

interface Piece {
  text: string;
  /** Index of its turn, and within that. */
  turn: number;
  piece: number;
}

/** Where the last of the wanted stands, best by those before it, then by the count. */
function findLast(pieces: readonly Piece[], wanted: readonly string[], count: number): Piece | undefined {
  let best: { piece: Piece; score: number; distance: number } | undefined;
  for (const [at, piece] of pieces.entries()) {
    const score = scoreAt(pieces, at, wanted);
    const distance = Math.abs(piece.turn + 1 - count);
    const isBetter = !best || score > best.score || (score === best.score && distance <= best.distance);
    if (score > 0 && isBetter) best = { piece, score, distance };
  }
  return best?.piece;
}

function whatFollows(replay: readonly ReplayedTurn[], { turn, piece }: Piece): ReplayedTurn[] {
  const last = replay[turn];
  const rest = last?.asked.slice(piece + 1) ?? [];
  // A question of ours without an answer, and one of theirs right after it.
  const shared = last && rest.length > 0 ? [{ asked: rest, events: last.events }] : [];
  return [...shared, ...replay.slice(turn + 1)];
}

/** How many of our questions, from the last one back, stand there in their order; 0: not even the last. */
function scoreAt(pieces: readonly { text: string }[], at: number, wanted: readonly string[]): number {
  const last = wanted.at(-1);
  if (last === undefined || !isAsked(pieces[at]?.text, last)) return 0;
  let score = 1;
  let below = at;
  for (const text of wanted.slice(0, -1).toReversed()) {
    let found = below - 1;
    while (found >= 0 && !isAsked(pieces[found]?.text, text)) found--;
    // The agent has dropped this one, such as a turn that was interrupted.
    if (found < 0) continue;
    below = found;
    score++;
  }
  return score;
}

/** A prompt may have begun with other words than the user's. */
const isAsked = (piece: string | undefined, text: string): boolean =>
  piece?.trim().endsWith(text.trim()) ?? false;

export interface FetchStamps {
  newId(): string;
  /** ms since 1970: when they were made is not known. */
  now: number;
  /** The agent's name. */
  model: string;
  /** Of the turn before; null: there is none. */
  parent: string | null;
}

export function recordsOfFetched(
  turns: readonly ReplayedTurn[],
  { newId, now, model, parent }: FetchStamps,
): TranscriptRecord[] {
  let before = parent;
  return turns.flatMap(({ asked, events }): TranscriptRecord[] => {
    const id = newId();
    const question = { type: 'question', id, parent: before, text: asked.join('\n'), at: now } as const;
    before = id;
    return [
      question,
      { type: 'begin', id, model, at: now },
      ...recordsOfEvents(events, id, now),
      { type: 'finish', id, finish: 'stop', at: now },
    ];
  });
}

function recordsOfEvents(events: readonly ModelEvent[], turn: string, at: number): TranscriptRecord[] {
  let answer = '';
  let isNewMessage = false;
  return events.flatMap((event): TranscriptRecord[] => {
    switch (event.type) {
      case 'text': {
        const text = answer !== '' && isNewMessage ? `\n\n${event.text}` : event.text;
        answer += text;
        isNewMessage = false;
        return [{ type: 'piece', id: turn, text }];
      }
      case 'thought':
        isNewMessage = true;
        return [{ type: 'thought', turn, text: event.text, at }];
      case 'tool':
        isNewMessage = true;
        return [{ type: 'tool', turn, ...capToolUpdate(event.update), at }];
      case 'plan':
        return [{ type: 'plan', turn, entries: event.entries, at }];
      default:
        isNewMessage ||= event.type === 'message';
        return [];
    }
  });
}
