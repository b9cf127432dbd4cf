// The commands of a chat whose code is loaded after its first frame. Owns that a command waits for it, and
// that until then none is offered.

import { explainFailure } from '../../files/explain-failure.js';
import type { CommandReply, CommandsOfChat, CompletionEntry } from '../../chat/ports.js';

type Commands = Pick<CommandsOfChat, 'run' | 'has' | 'complete'>;

export class LaterCommands implements CommandsOfChat {
  #loaded: Commands | undefined;
  #loading: Promise<Commands> | undefined;

  readonly #load: () => Promise<Commands>;

  constructor(load: () => Promise<Commands>) {
    this.#load = load;
  }

  /** Begins loading; a failure is said by the first command. */
  prepare(): void {
    this.#open().catch(() => {});
  }

  async run(line: string): Promise<CommandReply | undefined> {
    try {
      return await (await this.#open()).run(line);
    } catch (error) {
      // qmux was updated meanwhile, or no file can be opened.
      this.#loading = undefined;
      const { message } = explainFailure(error) ?? (error as Error);
      return { level: 'error', text: message };
    }
  }

  has(name: string): boolean {
    return this.#loaded?.has(name) ?? false;
  }

  complete(line: string, more: () => void): CompletionEntry[] {
    return this.#loaded?.complete(line, more) ?? [];
  }

  suggest(): undefined {}

  async #open(): Promise<Commands> {
    this.#loading ??= this.#load();
    return (this.#loaded = await this.#loading);
  }
}
