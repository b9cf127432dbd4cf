// What a chat in the workspace is given: its model from the environment of the client attached last, its commands.
// Owns that wiring. Leaves providers to chat/providers and commands to commands/.

import { describeChoice } from '../../chat/providers/choose-model.js';
import { loadModel } from '../../chat/providers/load-model.js';
import type { ChatModel } from '../../chat/ports.js';
import { sanitiseLine } from '../../text/sanitise.js';
import { UserError } from '../../text/user-error.js';
import { findGitBranch } from './git-branch.js';
import type { ModelSource } from './model-source.js';
import type { ChatSession } from '../../session/chat/chat-session.js';
import type { SessionType } from '../../session/session-types.js';
import { suggestType } from '../../session/chat/suggest-type.js';
import { NO_MODEL } from '../../session/session-facts.js';

/** Of a branch's name in cells: the line fits a terminal of 80 columns. */
const MAX_BRANCH = 32;

/** Rejects with a UserError that says what is missing. */
export async function resolveModel(session: ChatSession, models: ModelSource): Promise<ChatModel> {
  await models.settled();
  return loadModel(models.choose(session.record.model), models.env);
}

/** For titles and lists, before a turn has run. */
export function chosenModel(session: ChatSession, models: ModelSource): { name: string; title: string } {
  try {
    const choice = models.choose(session.record.model);
    return { name: choice.name, title: describeChoice(choice) };
  } catch (error) {
    if (error instanceof UserError) return { name: NO_MODEL, title: NO_MODEL };
    throw error;
  }
}

/** For an empty chat without a type of its own, in a repository whose branch suggests one. */
export function suggestForBranch(session: ChatSession, types: readonly SessionType[]): string | undefined {
  if (session.record.type !== 'chat') return undefined;
  const branch = findGitBranch(session.record.cwd);
  const type = branch === undefined ? undefined : suggestType(branch, types);
  return type && `On branch ${sanitiseLine(branch ?? '', MAX_BRANCH)}: /new ${type} starts a ${type} chat.`;
}
