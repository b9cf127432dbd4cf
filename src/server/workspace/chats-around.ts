// What is around the chats of a workspace: its other sessions, which a question can name, and the keys that
// must not go along with one. Owns finding a session by what was typed. Leaves quoting it to
// session/quote-session.ts.

import { NamedSecrets } from '../../chat/agents/named-secrets.js';
import type { AroundChat, CompletionEntry } from '../../chat/ports.js';
import { completionSource } from '../../commands/completion/completion-source.js';
import type { AnySession } from '../../session/any-session.js';
import type { Coordinator } from '../../session/coordinator.js';
import { quoteSession } from '../../session/quote-session.js';
import { UserError } from '../../text/user-error.js';

export class ChatsAround implements AroundChat {
  #secrets: { env: Readonly<Record<string, string>>; named: NamedSecrets } | undefined;

  readonly #coordinator: () => Coordinator;
  readonly #env: () => Readonly<Record<string, string>>;

  /** env: with the keys of the models. */
  constructor(coordinator: () => Coordinator, env: () => Readonly<Record<string, string>>) {
    this.#coordinator = coordinator;
    this.#env = env;
  }

  withoutKeys(text: string): string {
    const env = this.#env();
    if (this.#secrets?.env !== env) this.#secrets = { env, named: new NamedSecrets(env) };
    return this.#secrets.named.name(text);
  }

  completeSession(beginning: string): CompletionEntry[] {
    const source = completionSource(this.#coordinator(), { configuredModel: undefined, cwd: '/' });
    const fits = (value: string): boolean => value.toLowerCase().startsWith(beginning.toLowerCase());
    return source.sessions().filter(({ value }) => fits(value));
  }

  hasSession(name: string): boolean {
    return this.#find(name) !== undefined;
  }

  async quoteSession(name: string): Promise<string | undefined> {
    const session = this.#find(name);
    return session && quoteSession(session);
  }

  #find(name: string): AnySession | undefined {
    try {
      return this.#coordinator().resolve(name);
    } catch (error) {
      if (error instanceof UserError) return undefined;
      throw error;
    }
  }
}
