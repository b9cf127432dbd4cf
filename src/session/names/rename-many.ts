// New names for sessions, all of them or none. Owns that a name may be one that another of them gives up.
// Leaves the rules of one name to names.ts. Invariant: every name is checked before the first is changed.

import { Pace } from '../../loop/slice.js';
import type { ManagedSession } from '../managed-session.js';
import { checkName, foldCase } from './names.js';

export interface Renaming {
  readonly session: ManagedSession;
  readonly name: string;
}

/**
 * Resolves when what names them on disk follows; rejects with a UserError, and has then changed nothing.
 * settle: once all have their names.
 */
export async function renameMany(
  changes: readonly Renaming[],
  around: { open: readonly ManagedSession[]; typeNames: readonly string[]; settle: () => void },
): Promise<void> {
  // All have their names in one turn; what follows is for others where that took its time.
  const pace = new Pace();
  const renamed = new Set(changes.map(({ session }) => session.id));
  const taken = new Map(
    around.open.filter(({ id }) => !renamed.has(id)).map(({ name }) => [foldCase(name), name]),
  );
  const types = new Map(around.typeNames.map((name) => [foldCase(name), name]));
  for (const { name } of changes) {
    const folded = foldCase(name);
    const [type, other] = [types, taken].map((names) => names.get(folded));
    checkName(name, {
      typeNames: type === undefined ? [] : [type],
      taken: other === undefined ? [] : [other],
    });
    taken.set(folded, name);
  }
  for (const { session, name } of changes) session.update({ name, named: true });
  around.settle();
  for (const { session } of changes) {
    await pace.pause();
    session.renamed();
  }
}
