// The stand-in for users without a model: answers questions about qmux from its own manual. Owns the wording
// and the pace of the answer; searching is guide-index.ts's. Invariant: no answer can be mistaken for a
// model's: each says what it is and how to get a model.

import { setTimeout as pause } from 'node:timers/promises';
import { explainFailure } from '../../files/explain-failure.js';
import { UPDATED } from '../../text/failed-import.js';
import type { ModelEvent } from '../model-event.js';
import type { ChatMessage, ChatModel, ModelRequest } from '../ports.js';
import {
  citeSection,
  type GuideIndex,
  type ManualSection,
  type RankedSection,
} from '../../guide/guide-index.js';

export interface GuideOptions {
  /** Called for each question, so nothing is read before the first; expected to cache what it has read. */
  loadIndex: () => Promise<GuideIndex>;
  /** Which of the named programs are on the user's PATH. */
  findPrograms: (names: readonly string[]) => Promise<string[]>;
  /** Between two pieces of an answer; default 4. */
  pieceIntervalMs?: number;
}

/** Command-line agents worth naming to a user without a model. */
const AGENTS = ['claude', 'codex', 'gemini', 'opencode'] as const;

/**
 * Below this score the manual does not answer the question. Between the best of the questions it cannot
 * answer (8.2) and the weakest of those it can (9.0) of fixtures/guide/questions.json.
 */
const ANSWER_SCORE = 8.5;
/** Another section is worth naming if it matches at least half as well as the first. */
const SEE_ALSO_SHARE = 0.5;
const NEAREST_HEADINGS = 3;

/** A few words, as models stream them; at 4 ms apart a long answer takes half a second. */
const PIECE_LENGTH = 16;
const PIECE_INTERVAL_MS = 4;

const HOW_TO_GET_A_MODEL =
  'I am the guide, not a model: I only search qmux’s manual. To talk to a model, detach with `Ctrl-q d`, ' +
  'export a key (`OPENAI_API_KEY`, `ANTHROPIC_API_KEY`, `GEMINI_API_KEY`; `OPENAI_BASE_URL` names another server) ' +
  'or start Ollama or LM Studio on this machine, and run `qmux` again. `QMUX_MODEL=PROVIDER/NAME` chooses a model.';

/** From the second answer of a chat on; the first one says the rest. */
const NOT_A_MODEL = 'I am the guide, not a model: this is what I found in qmux’s manual.';

export function createGuide(options: GuideOptions): ChatModel {
  const { pieceIntervalMs = PIECE_INTERVAL_MS } = options;

  async function* stream({ messages, signal }: ModelRequest): AsyncGenerator<ModelEvent> {
    let answer: string;
    try {
      const [index, agents] = await Promise.all([options.loadIndex(), options.findPrograms(AGENTS)]);
      answer = composeAnswer(index, messages, agents);
    } catch (error) {
      yield { type: 'error', message: describeFailure(error), needsUser: false };
      return;
    }
    for (const text of cutIntoPieces(answer)) {
      if (!(await passes(pieceIntervalMs, signal))) return;
      yield { type: 'text', text };
    }
    yield { type: 'finish', complete: true, reason: 'stop' };
  }

  return { name: 'guide', stream };
}

/** The manual's files are gone if qmux was updated. */
function describeFailure(error: unknown): string {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return UPDATED;
  const reason = error instanceof Error ? error.message : String(error);
  return explainFailure(error)?.message ?? `cannot read the manual (${reason}); install qmux again`;
}

function composeAnswer(
  index: GuideIndex,
  messages: readonly ChatMessage[],
  agents: readonly string[],
): string {
  const question = messages.findLast(({ role }) => role === 'user')?.text ?? '';
  const earlier = messages.flatMap(({ role, text }) => (role === 'assistant' ? [text] : []));
  const followed = findFollowed(index, question, earlier.at(-1) ?? '');
  const ranked = followed ? [{ section: followed, score: ANSWER_SCORE }] : index.search(question);
  const best = ranked[0];
  const found = best !== undefined && best.score >= ANSWER_SCORE;
  const parts = found ? describeSection(best, ranked) : describeNearest(index, ranked);
  const isKnown = earlier.some((text) => text.includes(HOW_TO_GET_A_MODEL));
  const footer = isKnown ? [NOT_A_MODEL] : [HOW_TO_GET_A_MODEL, ...describeAgents(agents)];
  return [...parts, '---', ...footer].join('\n\n');
}

/** A number alone means one of those under “See also” in the previous answer. */
function findFollowed(index: GuideIndex, question: string, above: string): ManualSection | undefined {
  const number = /^\s*#?([1-9])[.)]?\s*$/.exec(question)?.[1];
  if (number === undefined) return undefined;
  const line = above.split('\n').find((each) => each.startsWith(`${number}. `));
  return line === undefined
    ? undefined
    : index.sections.find((section) => line.endsWith(`\`${citeSection(section)}\``));
}

function describeSection(best: RankedSection, ranked: RankedSection[]): string[] {
  const others = ranked
    .slice(1, NEAREST_HEADINGS)
    .filter(({ score }) => score >= best.score * SEE_ALSO_SHARE);
  const lines = others.map(
    ({ section }, at) => `${at + 1}. “${section.heading}”, \`${citeSection(section)}\``,
  );
  return [
    `## ${best.section.heading}`,
    best.section.text,
    `From \`${citeSection(best.section)}\`.`,
    ...(lines.length === 0 ? [] : ['See also (send the number to read it):', lines.join('\n')]),
  ];
}

/** If fewer than three sections share a word with the question, the manual's first ones fill up the list. */
function describeNearest(index: GuideIndex, ranked: RankedSection[]): string[] {
  const nearest = new Set([...ranked.map(({ section }) => section), ...index.sections]);
  const lines = [...nearest].slice(0, NEAREST_HEADINGS).map((section) => `- ${citeSection(section)}`);
  return ['The manual has no answer to that. Closest sections:', lines.join('\n')];
}

function describeAgents(agents: readonly string[]): string[] {
  const [first] = agents;
  if (first === undefined) return [];
  const names = agents.map((name) => `\`${name}\``).join(', ');
  return [`Installed here and ready to run in a pane: ${names} (\`Ctrl-q C ${first}\`).`];
}

/** Pieces end after a space or line end, so that no word is split. */
function* cutIntoPieces(text: string): Generator<string> {
  let piece = '';
  for (const word of text.split(/(?<=\s)/)) {
    piece += word;
    if (piece.length >= PIECE_LENGTH) {
      yield piece;
      piece = '';
    }
  }
  if (piece !== '') yield piece;
}

/** Waits; false when the turn was interrupted meanwhile. */
async function passes(durationMs: number, signal: AbortSignal): Promise<boolean> {
  try {
    await pause(durationMs, undefined, { signal });
    return true;
  } catch {
    return false;
  }
}
