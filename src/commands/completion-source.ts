// What completion finds in a running workspace: names, types, models, paths. Leaves which of it fits to complete.ts.

import { modelOf, NO_MODEL } from '../session/session-facts.js';
import type { Coordinator } from '../session/coordinator.js';
import type { CompletionSource } from './complete.js';
import { listPaths } from './list-paths.js';

/** cwd: absolute; where relative paths begin. */
export const completionSource = (
  coordinator: Coordinator,
  { configuredModel, cwd }: { configuredModel: string | undefined; cwd: string },
): CompletionSource => ({
  sessionNames: () => coordinator.sessions.map(({ name }) => name),
  archivedNames: () => coordinator.archive.map(({ name }) => name),
  typeNames: () => coordinator.types.flatMap(({ name, aliases }) => [name, ...aliases]),
  modelNames: () =>
    [
      ...new Set(
        [
          configuredModel,
          ...coordinator.types.map(({ model }) => model),
          ...coordinator.sessions.map((session) => modelOf(session) ?? undefined),
          'guide',
        ].filter((name) => name !== undefined && name !== NO_MODEL),
      ),
    ] as string[],
  paths: (word, of) => listPaths(word, { cwd, of }),
});
