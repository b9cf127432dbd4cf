// Names as completion candidates (pure): each with what distinguishes it from the others. For the workspace,
// which has the sessions, and for the shell, which has their facts. Leaves which of them fit to complete.ts.

import type { Template } from '../../config/templates/template.js';
import type { SessionType } from '../../session/session-types.js';
import { formatAgo } from '../../text/age.js';
import { sanitiseLine } from '../../text/sanitise.js';
import type { Candidate } from './complete.js';

/** Longer ones are cut where they are shown; this limits what is passed on. */
const MAX_SUMMARY = 120;
const BETWEEN = ' · ';

export const sessionCandidate = (session: {
  name: string;
  type: string;
  state: string;
  lastQuestion?: string | null | undefined;
}): Candidate => ({
  value: session.name,
  summary: summaryOf([session.type, session.state, session.lastQuestion ?? '']),
});

/** ageMs: since it was closed. */
export const archivedCandidate = (session: {
  name: string;
  type: string;
  ageMs: number;
  lastQuestion?: string | null | undefined;
}): Candidate => ({
  value: session.name,
  summary: summaryOf([session.type, `closed ${formatAgo(session.ageMs)}`, session.lastQuestion ?? '']),
});

/** worktree: of the session of this name. */
export const worktreeCandidate = (
  name: string,
  { branch, path }: { branch?: string | null | undefined; path: string },
): Candidate => ({ value: name, summary: summaryOf([branch ?? 'no branch', path]) });

/** Its names; its instruction to the model. */
export const typeCandidates = ({ name, aliases, instruction }: SessionType): Candidate[] => [
  { value: name, summary: summaryOf([firstSentence(instruction ?? 'no standing instruction')]) },
  ...aliases.map((alias) => ({ value: alias, summary: `the same as ${name}` })),
];

export const layoutCandidates = (layouts: readonly { name: string; ageMs: number }[]): Candidate[] =>
  layouts.map(({ name, ageMs }) => ({ value: name, summary: `saved ${formatAgo(ageMs)}` }));

export const templateCandidates = (templates: readonly { name: string; about: string }[]): Candidate[] =>
  templates.map(({ name, about }) => ({ value: name, summary: summaryOf([about]) }));

/** What a template asks for; undefined: it is not known. */
export const asksOfTemplate = (
  template: Template | undefined,
): { name: string; summary: string; values: readonly string[] }[] =>
  (template?.asks ?? []).map(({ name, title, choices }) => ({
    name,
    summary: summaryOf([title]),
    values: choices,
  }));

export const agentCandidates = (agents: readonly string[]): Candidate[] =>
  agents.map((value) => ({ value, summary: 'an agent' }));

export const keptFilesCandidates = (patterns: readonly string[] = []): Candidate[] =>
  patterns.filter((pattern) => !/\s/.test(pattern)).map((value) => ({ value, summary: 'goes along' }));

/** Each once, with the place that names it first. */
export function modelCandidates(
  named: readonly { model: string | null | undefined; where: string }[],
): Candidate[] {
  const byName = new Map<string, string>();
  for (const { model, where } of named)
    if (model && !/\s/.test(model) && !byName.has(model)) byName.set(model, where);
  byName.set('guide', 'searches the manual; it is not a model');
  return [...byName].map(([value, summary]) => ({ value, summary: summaryOf([summary]) }));
}

const firstSentence = (text: string): string =>
  (text.split(/(?<=[.!?:])\s/, 1)[0] ?? '').replace(/[.:]$/, '');

const summaryOf = (parts: readonly string[]): string =>
  sanitiseLine(parts.filter((part) => part !== '').join(BETWEEN), MAX_SUMMARY);
