// A session as the text of a template's file (pure). Owns its form and its head. Invariant: parse-template.ts
// reads the same session from it; what looks like a placeholder in the session's texts is written as text.

import { comment, spellText } from '../project/spell-project.js';
import { escapePlaceholders } from './placeholders.js';
import type { OnlySession } from './template.js';

const HEAD = [
  'A template of qmux: new --template NAME opens it; templates lists all.',
  '{placeholder} in name, cwd, instruction, prompt and as a word of command is asked for.',
  'The prompt is not sent unless there is a line send = true.',
];

/** left: what is not in it, a line each. */
export function spellTemplate(session: Omit<OnlySession, 'at' | 'name'>, left: readonly string[]): string {
  const { type, agent, model, cwd, files, instruction, prompt, tools, command } = session;
  const texts = { cwd, instruction, prompt };
  const lines = [
    ...[...HEAD, ...left].map(comment),
    ...Object.entries({ type, agent, model }).flatMap(([key, value]) =>
      value === undefined ? [] : [`${key} = ${spellText(value)}`],
    ),
    ...(typeof command === 'object' ? [`command = ${spellList(command.map(escapePlaceholders))}`] : []),
    ...(files === undefined ? [] : [`files = ${spellList(files)}`]),
    ...(tools === undefined ? [] : [`tools = ${tools}`]),
    ...Object.entries(texts).flatMap(([key, value]) =>
      value === undefined ? [] : [`${key} = ${spellText(escapePlaceholders(value))}`],
    ),
  ];
  return `${lines.join('\n')}\n`;
}

const spellList = (words: readonly string[]): string => `[${words.map(spellText).join(', ')}]`;
