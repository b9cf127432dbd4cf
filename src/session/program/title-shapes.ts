// What the title of an agent says about its state (pure): a table of patterns seen in recordings of
// Gemini CLI 0.61, Codex 0.169, Qwen Code 0.24 and Claude Code 2.1 (fixtures/agents). Owns the table.
// Leaves what outranks a title to program-state.ts.
// Invariant: a title that matches no pattern says nothing; no rule reads the rest of a title.

import { programName } from './program-words.js';

export type TitleState = 'blocked' | 'working' | 'idle';

/** Symbols may be followed by a variation selector, and by one space or two. */
const after = (symbols: string): string => `^(?:${symbols})[\\ufe0e\\ufe0f]?(?:\\s|$)`;

const SHAPES: readonly { shape: RegExp; state: TitleState; command?: RegExp }[] = [
  // Gemini CLI `✋  Action Required (DIR)`, Codex `[ ! ] Action Required | DIR`, blinking.
  { shape: /^(?:✋[\ufe0e\ufe0f]?\s+|\[ ?[!.] ?\]\s+)?Action Required\s*(?:$|[(|])/, state: 'blocked' },
  // Qwen Code; Claude Code shows the same while it is idle.
  { shape: new RegExp(after('✳')), state: 'blocked', command: /^qwen(?:-code)?(?:\.[cm]?js)?$/ },
  // Codex and other spinners of braille.
  { shape: new RegExp(after('[\\u2801-\\u28ff]')), state: 'working' },
  // Claude Code, Qwen Code.
  { shape: new RegExp(after('[◐◑◒◓]')), state: 'working' },
  // Gemini CLI: `✦  Working… (DIR)`, or what it is thinking about.
  { shape: new RegExp(after('✦')), state: 'working' },
  // Gemini CLI, once a tool has been silent for long.
  { shape: /^⏲[\ufe0e\ufe0f]?\s+Working/, state: 'working' },
  { shape: /^◇[\ufe0e\ufe0f]?\s+Ready\b/, state: 'idle' },
];

/**
 * title: as the program wrote it. command: returns the program's words, if they matter. undefined: it says
 * nothing.
 */
export function readTitle(title: string, command: () => readonly string[]): TitleState | undefined {
  return SHAPES.find(
    (each) => each.shape.test(title) && (!each.command || each.command.test(programName(command()))),
  )?.state;
}

/** The title without the part that shows a state: one program keeps it while it works, asks and rests. */
export const titleSubject = (title: string): string =>
  title
    .replace(/^[^\p{L}\p{N}]*(?:(?:Action Required|Ready|Working)(?![\p{L}\p{N}])[^\p{L}\p{N}]*)?/u, '')
    .replace(/[^\p{L}\p{N}]+$/u, '');
