// What the server gives every chat, as one chat's loop has it: bound to its session. Owns only that.

import type {
  ChatModel,
  CommandReply,
  CommandsOfChat,
  CompletionEntry,
  ModelOfChat,
} from '../../chat/ports.js';
import { takesImages } from '../../chat/providers/facts/takes-images.js';
import type { ToolSet } from '../../chat/tools/tool-set.js';
import type { ChatAdvice, ChatCommands, ChatModels, ChatTools } from './chat-ports.js';

/** Session: the class of a chat, which imports this file. */
export interface BoundSurroundings<Session> {
  readonly models: ChatModels<Session>;
  readonly tools: ChatTools<Session>;
  readonly commands: ChatCommands<Session>;
  readonly advice: ChatAdvice<Session>;
}

export class SessionModel<Session> implements ModelOfChat {
  readonly #given: BoundSurroundings<Session>;
  readonly #session: Session;

  constructor(given: BoundSurroundings<Session>, session: Session) {
    this.#given = given;
    this.#session = session;
  }

  get instruction(): string | undefined {
    return this.#given.advice.instruction(this.#session);
  }

  get chosen(): string {
    return this.#given.models.chosen(this.#session).name;
  }

  get tools(): ToolSet | undefined {
    return this.#given.tools.of(this.#session);
  }

  get takesImages(): boolean | undefined {
    return takesImages(this.chosen);
  }

  get starting(): string | undefined {
    return this.#given.models.loading?.(this.#session);
  }

  resolve(wanted?: string): Promise<ChatModel> {
    return this.#given.models.resolve(this.#session, wanted);
  }

  prepare(): void {
    this.#given.models.prepare(this.#session);
  }
}

export class SessionCommands<Session> implements CommandsOfChat {
  readonly #given: BoundSurroundings<Session>;
  readonly #session: Session;

  constructor(given: BoundSurroundings<Session>, session: Session) {
    this.#given = given;
    this.#session = session;
  }

  run(line: string): Promise<CommandReply | undefined> {
    return this.#given.commands.run(this.#session, line);
  }

  has(name: string): boolean {
    return this.#given.commands.has(name);
  }

  complete(line: string, more: () => void): CompletionEntry[] {
    return this.#given.commands.complete(this.#session, line, more);
  }

  suggest(): string | undefined {
    return this.#given.advice.suggest(this.#session);
  }
}
