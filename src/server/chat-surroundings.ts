// What a chat in the workspace is given: its model from the environment of the client attached last, its commands.
// Owns that wiring. Leaves providers to chat/providers and commands to commands/.

import { chooseModel } from '../chat/providers/choose-model.js';
import { loadModel } from '../chat/providers/load-model.js';
import type { ChatModel } from '../chat/ports.js';
import { UserError } from '../text/user-error.js';
import type { ChatSession } from '../session/chat-session.js';

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
    if (error instanceof UserError) return 'no model';
    throw error;
  }
}
