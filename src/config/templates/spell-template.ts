// One session, or a tab with several, as the text of a template's file (pure). Owns its form and its head.
// Invariant: parse-template.ts reads the same sessions from it; what looks like a placeholder in their texts
// is written as text.

import type { ProjectTab } from '../project/project.js';
import { comment, spellTab, spellText } from '../project/spell-project.js';
import { escapePlaceholders } from './placeholders.js';
import type { OnlySession } from './template.js';

const HEAD = [
  'A template of qmux: new --template NAME opens it; templates lists all.',
  '{placeholder} in name, cwd, instruction, prompt and as a word of command is asked for.',
  'The prompt is not sent unless there is a line send = true.',
];

/** What a template keeps of a session. */
export type KeptSession = Omit<OnlySession, 'at' | 'name'>;

/** left: what is not in it, a line each. */
export const spellTemplate = (session: KeptSession, left: readonly string[]): string =>
  spellLines([...fieldsOf(session), ...textsOf(session)], left);

/** The same of a tab. kept: of its sessions, by their names. */
export function spellTabTemplate(
  { name, layout }: ProjectTab,
  { kept, left }: { kept: ReadonlyMap<string, KeptSession>; left: readonly string[] },
): string {
  const tab = { name: name === undefined ? undefined : escapePlaceholders(name), layout };
  const spellSession = (session: { name: string }): string[] => {
    const all = kept.get(session.name) ?? {};
    return [`name = ${spellText(session.name)}`, ...fieldsOf(all), ...textsOf(all)];
  };
  return spellLines(spellTab(tab, { fieldsOf: spellSession, notes: new Map() }), left);
}

const spellLines = (lines: readonly string[], left: readonly string[]): string =>
  `${[...[...HEAD, ...left].map(comment), ...lines].join('\n')}\n`;

const fieldsOf = ({ type, agent, model, files, tools, command }: KeptSession): string[] => [
  ...spellAll({ type, agent, model }),
  ...(typeof command === 'object' ? [`command = ${spellList(command.map(escapePlaceholders))}`] : []),
  ...(files === undefined ? [] : [`files = ${spellList(files)}`]),
  ...(tools === undefined ? [] : [`tools = ${tools}`]),
];

const textsOf = ({ cwd, instruction, prompt }: KeptSession): string[] =>
  spellAll({ cwd, instruction, prompt }, escapePlaceholders);

const spellAll = (
  values: Readonly<Record<string, string | undefined>>,
  asText = (value: string): string => value,
): string[] =>
  Object.entries(values).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key} = ${spellText(asText(value))}`],
  );

const spellList = (words: readonly string[]): string => `[${words.map(spellText).join(', ')}]`;
