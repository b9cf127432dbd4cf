// What a chat in the workspace is given: its model from the environment of the client attached last, its commands.
// Owns that wiring. Leaves providers to chat/providers and commands to commands/.

import { chooseModel } from '../chat/providers/choose-model.js';
import { loadModel } from '../chat/providers/load-model.js';
import type { ChatModel } from '../chat/ports.js';
import { sanitiseLine } from '../text/sanitise.js';
import { UserError } from '../text/user-error.js';
import { findGitBranch } from './git-branch.js';
import type { ChatSession } from '../session/chat-session.js';
import type { SessionType } from '../session/session-types.js';
import { suggestType } from '../session/suggest-type.js';
import { NO_MODEL } from '../session/session-facts.js';

/** Of a branch's name in cells: the line fits a terminal of 80 columns. */
const MAX_BRANCH = 32;

export interface ModelSource {
  /** Of the client attached last; in memory only. */
  env: Readonly<Record<string, string>>;
  /** `model` of the config. */
  configured: string | undefined;
}

const choose = (session: ChatSession, { env, configured }: ModelSource): ReturnType<typeof chooseModel> =>
  chooseModel({
    env,
    ...(session.meta.model === undefined ? {} : { flag: session.meta.model }),
    ...(configured === undefined ? {} : { configured }),
  });

/** Rejects with a UserError that says what is missing. */
export const resolveModel = async (session: ChatSession, source: ModelSource): Promise<ChatModel> =>
  loadModel(choose(session, source), source.env);

/** For titles, before a turn has run. */
export function modelName(session: ChatSession, source: ModelSource): string {
  try {
    return choose(session, source).name;
  } catch (error) {
    if (error instanceof UserError) return NO_MODEL;
    throw error;
  }
}

/** For an empty chat without a type of its own, in a repository whose branch speaks for one. */
export function suggestForBranch(session: ChatSession, types: readonly SessionType[]): string | undefined {
  if (session.meta.type !== 'chat') return undefined;
  const branch = findGitBranch(session.meta.cwd);
  const type = branch === undefined ? undefined : suggestType(branch, types);
  return type && `On branch ${sanitiseLine(branch ?? '', MAX_BRANCH)}: /new ${type} starts a ${type} chat.`;
}
