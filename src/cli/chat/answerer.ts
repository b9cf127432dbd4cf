// Who answers a chat outside the workspace, as the chat and its commands see it. Owns the shape;
// plain-model.ts chooses.

import type { KnownTools } from '../../commands/command.js';
import type { CommandedAgent, CommandedModel } from '../../commands/chat/conversation-context.js';
import type { ModelOfChat } from '../../chat/ports.js';

export interface Answerer {
  /** As the user reads it. */
  title: string;
  model: ModelOfChat;
  /** To be said before an answer is printed: no model was found. */
  notice?: string;
  /** What is chosen of the model; undefined: an agent answers. */
  settings: CommandedModel | undefined;
  /** undefined: a model answers. */
  agent: CommandedAgent | undefined;
  /** What the model may call. */
  tools: KnownTools;
  /** Calls back with the agent's own id of the conversation when it is known. Absent: a model answers. */
  onSession?(listener: (id: string) => void): void;
  /** Nothing more is asked; resolves when nothing of it runs any more. */
  close(): Promise<void>;
}
