// What completion finds in a running workspace: names, types, models, paths. Leaves what is said of each to candidates.ts,
// which of it fits to complete.ts.

import { modelOf, NO_MODEL, stateText } from '../session/session-facts.js';
import { type Coordinator, isProgram } from '../session/coordinator.js';
import { archivedCandidate, modelCandidates, sessionCandidate, typeCandidates } from './candidates.js';
import type { CompletionSource } from './complete.js';
import { listPaths } from './list-paths.js';

/** cwd: absolute; where relative paths begin. */
export const completionSource = (
  coordinator: Coordinator,
  { configuredModel, cwd }: { configuredModel: string | undefined; cwd: string },
): CompletionSource => ({
  sessions: () =>
    coordinator.sessions.map((session) =>
      sessionCandidate({
        name: session.name,
        type: session.meta.type,
        state: stateText(session),
        lastQuestion: isProgram(session) ? session.command.join(' ') : session.meta.lastQuestion,
      }),
    ),
  archived: () =>
    coordinator.archive.map(({ name, type, archivedAt, lastUsed, lastQuestion }) =>
      archivedCandidate({ name, type, ageMs: Date.now() - (archivedAt ?? lastUsed), lastQuestion }),
    ),
  types: () => coordinator.types.flatMap(typeCandidates),
  models: () =>
    modelCandidates([
      { model: configuredModel, where: 'of the config' },
      ...coordinator.types.map(({ name, model }) => ({ model, where: `of type ${name}` })),
      ...coordinator.sessions.map((session) => {
        const model = modelOf(session);
        return { model: model === NO_MODEL ? null : model, where: `of #${session.number} ${session.name}` };
      }),
    ]),
  paths: (word, of) => listPaths(word, { cwd, of }),
});
