// The session that a search is narrowed to: open or archived.

import { UserError } from '../../text/user-error.js';
import type { CommandContext } from '../command.js';

/** Its id. Throws a UserError with similar names. */
export async function findSession(
  { coordinator }: Pick<CommandContext, 'coordinator'>,
  word: string,
): Promise<string> {
  try {
    return coordinator.resolve(word).id;
  } catch (error) {
    await coordinator.refreshArchive();
    try {
      return coordinator.resolveArchived(word).id;
    } catch (other) {
      throw other instanceof UserError && error instanceof UserError ? error : other;
    }
  }
}
