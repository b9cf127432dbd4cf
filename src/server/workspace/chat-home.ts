// What a chat in the workspace is given: its model from the environment of the client attached last, its
// commands, what its type and its directory say. Owns that wiring. Leaves providers to chat/providers and
// commands to commands/.

import { dirname } from 'node:path';
import { startAgentProcess } from '../../chat/agents/agent-process.js';
import { NamedSecrets } from '../../chat/agents/named-secrets.js';
import { agentClock } from '../../chat/agents/silence-watch.js';
import type { ChatModel, CommandReply, CompletionEntry } from '../../chat/ports.js';
import { GgufModels, type NamedFile } from '../../chat/gguf/gguf-models.js';
import { FILES, lastPart } from '../../chat/gguf/gguf-name.js';
import { describeChoice, type ModelChoice } from '../../chat/providers/choose-model.js';
import { effortsOf } from '../../chat/providers/facts/efforts.js';
import { findAllKeys } from '../../chat/providers/known-providers.js';
import { loadModel } from '../../chat/providers/load-model.js';
import { spellPrefix } from '../../chat/spell-prefix.js';
import { withoutKeys } from '../../chat/tools/provider-keys.js';
import { completeLine } from '../../commands/completion/complete.js';
import { completionSource } from '../../commands/completion/completion-source.js';
import { registry } from '../../commands/registry.js';
import type { Config } from '../../config/options.js';
import type { Paths } from '../../paths/paths.js';
import type { ChildRecords } from '../../process/child-records.js';
import type { ChatAdvice, ChatCommands, ChatModels, OfferedModels } from '../../session/chat/chat-ports.js';
import type { ChatSession } from '../../session/chat/chat-session.js';
import { suggestType } from '../../session/chat/suggest-type.js';
import type { Coordinator } from '../../session/coordinator.js';
import { NO_MODEL } from '../../session/session-facts.js';
import { findType, type SessionType } from '../../session/session-types.js';
import { sanitiseLine } from '../../text/sanitise.js';
import { UserError } from '../../text/user-error.js';
import { NO_SESSION } from './agent-home.js';
import { findGitBranch } from './git-branch.js';
import type { ModelSource } from './model-source.js';

/** Of a branch's name in cells: the line fits a terminal of 80 columns. */
const MAX_BRANCH = 32;

export class WorkspaceModels implements ChatModels<ChatSession> {
  readonly #source: ModelSource;
  readonly #files: GgufModels;
  readonly #prefixName: string;
  /** Those that wait for a file. */
  readonly #loading = new WeakMap<ChatSession, NamedFile>();
  readonly #said = new WeakMap<ChatSession, Set<string>>();

  /** prefixName: as a user reads it, for what the guide says. */
  constructor(source: ModelSource, files: GgufModels, prefixName: string) {
    this.#source = source;
    this.#files = files;
    this.#prefixName = prefixName;
  }

  async resolve(session: ChatSession, wanted = session.record.model): Promise<ChatModel> {
    const file = this.#choice(wanted);
    if (file && 'file' in file) this.#loading.set(session, file);
    try {
      return await this.#load(session, wanted);
    } finally {
      this.#loading.delete(session);
    }
  }

  async #load(session: ChatSession, wanted: string | undefined): Promise<ChatModel> {
    const source = this.#source;
    await source.settled();
    const choice = source.choose(wanted);
    const said = this.#said.get(session) ?? new Set();
    this.#said.set(session, said);
    const { effort } = session.record;
    const options = { providers: source.providers, effort, files: this.#files, said };
    return spellPrefix(await loadModel(choice, source.env, options), this.#prefixName);
  }

  find(session: ChatSession, wanted: string): string {
    const choice = this.#choice(session.record.model);
    const isWhole = wanted === 'guide' || this.#source.knows(wanted.slice(0, wanted.indexOf('/')));
    const name = isWhole || !choice ? wanted : besideIt(choice, wanted);
    return this.#source.choose(name).name;
  }

  async offered(session: ChatSession): Promise<OfferedModels> {
    const configured = this.#source.configuredModels();
    const choice = this.#choice(session.record.model);
    if (choice && 'file' in choice) {
      const beside = (await this.#files.beside(choice)).map((file) => `${FILES}/${file}`);
      return { names: [...new Set([...beside, ...configured])], problem: undefined };
    }
    if (!choice || !('settings' in choice)) return { names: configured, problem: undefined };
    const { listModels } = await import('../../chat/providers/list-models.js');
    try {
      const found = await listModels(choice, this.#source.env);
      const names = found.map((name) => `${choice.provider}/${name}`);
      return { names: [...new Set([...names, ...configured])], problem: undefined };
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return { names: configured, problem: error.message };
    }
  }

  efforts(session: ChatSession): readonly string[] {
    const choice = this.#choice(session.record.model);
    return choice && 'settings' in choice ? (effortsOf(choice.provider, choice.modelName)?.words ?? []) : [];
  }

  /** undefined: there is none. */
  #choice(wanted: string | undefined): ModelChoice | undefined {
    try {
      return this.#source.choose(wanted);
    } catch (error) {
      if (error instanceof UserError) return undefined;
      throw error;
    }
  }

  chosen(session: ChatSession): ReturnType<ChatModels<ChatSession>['chosen']> {
    const choice = this.#choice(session.record.model);
    if (!choice) return { name: NO_MODEL, title: NO_MODEL };
    const { name } = choice;
    return { name, title: describeChoice(choice), ...('file' in choice ? { callsTools: false } : {}) };
  }

  loading(session: ChatSession): string | undefined {
    const file = this.#loading.get(session);
    return file && this.#files.loading(file);
  }

  prepare(session: ChatSession): void {
    const choice = this.#choice(session.record.model);
    // It takes gigabytes of memory: the first question waits for it, not the first key.
    if (choice && 'file' in choice) return;
    this.resolve(session).catch(() => {
      // The turn will say what is wrong, where the user sees it.
    });
  }
}

/** The whole name of what is named without its provider. */
function besideIt(choice: ModelChoice, wanted: string): string {
  if ('settings' in choice) return `${choice.provider}/${wanted}`;
  return 'file' in choice ? choice.name.slice(0, -lastPart(choice.name).length) + wanted : wanted;
}

export interface FilesOptions {
  readonly config: Pick<Config, 'localModule' | 'providers'>;
  readonly paths: Pick<Paths, 'configFile'>;
  readonly children: ChildRecords;
  /** Of the client attached last. */
  env(): Readonly<Record<string, string>>;
}

/** Models in files, which all chats share. */
export const workspaceFiles = ({ config, paths, children, env }: FilesOptions): GgufModels =>
  new GgufModels({
    module: config.localModule,
    directory: dirname(paths.configFile),
    start: startAgentProcess,
    clock: agentClock,
    env: () => withoutKeys(env(), findAllKeys(env(), config.providers)),
    redact: (text) => new NamedSecrets(env(), config.providers).redact(text),
    record: (child, command) => children.watch(child, { session: NO_SESSION, command }),
  });

export type RunSlash = (session: ChatSession, line: string) => Promise<CommandReply | undefined>;

export class WorkspaceChats implements ChatCommands<ChatSession>, ChatAdvice<ChatSession> {
  readonly #options: {
    readonly config: Pick<Config, 'model' | 'autoName'>;
    readonly runSlash: RunSlash;
    coordinator(): Coordinator;
  };

  constructor(options: {
    readonly config: Pick<Config, 'model' | 'autoName'>;
    readonly runSlash: RunSlash;
    coordinator(): Coordinator;
  }) {
    this.#options = options;
  }

  run(session: ChatSession, line: string): Promise<CommandReply | undefined> {
    return this.#options.runSlash(session, line);
  }

  has(name: string): boolean {
    return registry.find(name) !== undefined;
  }

  complete({ record: { cwd } }: ChatSession, line: string): CompletionEntry[] {
    const { config, coordinator } = this.#options;
    return completeLine(
      registry,
      line,
      completionSource(coordinator(), { configuredModel: config.model, cwd }),
    );
  }

  suggest(session: ChatSession): string | undefined {
    return suggestForBranch(session, this.#options.coordinator().types);
  }

  instruction(session: ChatSession): string | undefined {
    return findType(this.#options.coordinator().types, session.record.type)?.instruction;
  }

  firstQuestion(session: ChatSession, question: string): void {
    const { config, coordinator } = this.#options;
    if (config.autoName === 'question') coordinator().autoName(session, question);
  }

  title(session: ChatSession, title: string): void {
    this.#options.coordinator().autoName(session, title);
  }
}

/** For an empty chat without a type of its own, in a repository whose branch speaks for one. */
export function suggestForBranch(session: ChatSession, types: readonly SessionType[]): string | undefined {
  if (session.record.type !== 'chat') return undefined;
  const branch = findGitBranch(session.record.cwd);
  const type = branch === undefined ? undefined : suggestType(branch, types);
  return type && `On branch ${sanitiseLine(branch ?? '', MAX_BRANCH)}: /new ${type} starts a ${type} chat.`;
}
