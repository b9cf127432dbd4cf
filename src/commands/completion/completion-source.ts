// What completion finds in a running workspace: names, types, models, paths. Leaves what is said about each
// to candidates.ts and which of it fits to complete.ts.

import { homedir } from 'node:os';

import type { ListedName } from '../../dialogs/name-list.js';
import { lastQuestionOf, modelOf, NO_MODEL, stateText } from '../../session/session-facts.js';
import { isProgram } from '../../session/any-session.js';
import { type Coordinator } from '../../session/coordinator.js';
import {
  agentCandidates,
  archivedCandidate,
  asksOfTemplate,
  keptFilesCandidates,
  layoutCandidates,
  modelCandidates,
  sessionCandidate,
  templateCandidates,
  typeCandidates,
  worktreeCandidate,
} from './candidates.js';
import type { CompletionSource } from './complete.js';
import { hostCandidates } from './host-candidates.js';
import { listLayouts } from '../../session/projects/saved-layouts.js';
import type { TemplateNames } from '../../session/templates/known-templates.js';
import { listPaths } from './list-paths.js';

/**
 * cwd: absolute; relative paths start there. offered: of one chat, first; asked when a model is wanted.
 * keptFiles: of that chat.
 */
export const completionSource = (
  coordinator: Coordinator,
  {
    configuredModel,
    cwd,
    offered = () => [],
    keptFiles,
    layoutsDir,
    templates,
    hosts = {},
  }: {
    configuredModel: string | undefined;
    cwd: string;
    offered?: () => readonly ListedName[];
    keptFiles?: readonly string[] | undefined;
    layoutsDir?: string | undefined;
    templates?: TemplateNames | undefined;
    /** That the config names. */
    hosts?: Readonly<Record<string, unknown>>;
  },
): CompletionSource => ({
  sessions: () =>
    coordinator.sessions.map((session) =>
      sessionCandidate({
        name: session.name,
        type: session.record.type,
        state: stateText(session),
        lastQuestion: isProgram(session) ? session.command.join(' ') : lastQuestionOf(session.record),
      }),
    ),
  archived: () =>
    coordinator.archive.map((record) =>
      archivedCandidate({
        name: record.name,
        type: record.type,
        ageMs: Date.now() - (record.archivedAt ?? record.lastUsed),
        lastQuestion: lastQuestionOf(record),
      }),
    ),
  worktrees: () =>
    [...coordinator.sessions.map(({ record }) => record), ...coordinator.archive].flatMap(
      ({ name, worktree }) => (worktree ? [worktreeCandidate(name, worktree)] : []),
    ),
  types: () => [...coordinator.types.flatMap(typeCandidates), ...agentCandidates(coordinator.agents)],
  agents: () => agentCandidates(coordinator.agents),
  keptFiles: () => keptFilesCandidates(keptFiles),
  layouts: () => layoutCandidates(layoutsDir === undefined ? [] : listLayouts(layoutsDir)),
  templates: () => templateCandidates(templates?.names() ?? []),
  asksOf: (name) => asksOfTemplate(templates?.find(name)),
  hosts: () => hostCandidates(hosts, homedir()),
  models: () =>
    modelCandidates([
      ...offered().map(({ name, about }) => ({ model: name, where: about })),
      { model: configuredModel, where: 'of the config' },
      ...coordinator.types.map(({ name, model }) => ({ model, where: `of type ${name}` })),
      ...coordinator.sessions.map((session) => {
        const model = isProgram(session) || session.agent ? null : modelOf(session);
        return { model: model === NO_MODEL ? null : model, where: `of #${session.number} ${session.name}` };
      }),
    ]),
  paths: (word, of) => listPaths(word, { cwd, of }),
});
