// What is around the chats of a workspace: its other sessions, which a question can name, and the keys that
// must not go along with one, and its shell. Owns finding a session by what was typed. Leaves quoting it to
// session/quote-session.ts and reading a command's output to session/shell-run.ts.

import { dirname } from 'node:path';

import { NamedSecrets } from '../../chat/agents/named-secrets.js';
import type { AroundChat, CompletionEntry, ShellRun } from '../../chat/ports.js';
import type { Config } from '../../config/options.js';
import { completionSource } from '../../commands/completion/completion-source.js';
import { defaultShell } from '../../commands/default-shell.js';
import type { AnySession } from '../../session/any-session.js';
import type { ChatSession } from '../../session/chat/chat-session.js';
import type { Coordinator } from '../../session/coordinator.js';
import { commandName } from '../../session/program/program-words.js';
import { quoteSession } from '../../session/quote-session.js';
import { PtyShellRun, SHELL_ROWS } from '../../session/shell-run.js';
import { derived } from '../../text/derived.js';
import { UserError } from '../../text/user-error.js';
import type { ProgramStarter } from './program-starter.js';

export interface AroundOptions {
  coordinator(): Coordinator;
  /** With the keys of the models. */
  env(): Readonly<Record<string, string>>;
  /** Read at use. */
  readonly config: Pick<Config, 'providers' | 'rules'>;
  /** Beside it stands the AGENTS.md that holds everywhere. */
  readonly configFile: string;
  readonly programs: Pick<ProgramStarter, 'prepareSpawn' | 'start'>;
}

export class ChatsAround {
  readonly #secrets: () => NamedSecrets;

  readonly #options: AroundOptions;

  constructor(options: AroundOptions) {
    this.#options = options;
    this.#secrets = derived(
      () => [options.env(), options.config.providers],
      (env, providers) => new NamedSecrets(env, providers),
    );
  }

  /** As one chat has it. */
  of(session: Pick<ChatSession, 'id' | 'record'>): AroundChat {
    const { config, configFile } = this.#options;
    return {
      get standing() {
        return session.record.standing ?? [];
      },
      get rulesDirectory() {
        return config.rules ? dirname(configFile) : undefined;
      },
      withoutKeys: (text) => this.#secrets().name(text),
      completeSession: (beginning) => this.#completeSession(beginning),
      hasSession: (name) => this.#find(name) !== undefined,
      quoteSession: async (name) => {
        const found = this.#find(name);
        return found && quoteSession(found);
      },
      runShell: (line, cols) => this.#runShell(session, line, cols),
    };
  }

  async #runShell(
    { id, record }: Pick<ChatSession, 'id' | 'record'>,
    line: string,
    cols: number,
  ): Promise<ShellRun> {
    const { programs, env } = this.#options;
    await programs.prepareSpawn();
    const used = env();
    const command = [...defaultShell(used, { login: false }), '-c', line];
    const size = { rows: SHELL_ROWS, cols };
    return new PtyShellRun(
      programs.start({ id, command, cwd: record.cwd, name: commandName(command) }, size, used),
    );
  }

  #completeSession(beginning: string): CompletionEntry[] {
    const source = completionSource(this.#options.coordinator(), { configuredModel: undefined, cwd: '/' });
    const fits = (value: string): boolean => value.toLowerCase().startsWith(beginning.toLowerCase());
    return source.sessions().filter(({ value }) => fits(value));
  }

  #find(name: string): AnySession | undefined {
    try {
      return this.#options.coordinator().resolve(name);
    } catch (error) {
      if (error instanceof UserError) return undefined;
      throw error;
    }
  }
}
