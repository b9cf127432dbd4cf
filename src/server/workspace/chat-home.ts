// What a chat in the workspace is given: its model from the environment of the client attached last, its
// commands, what its type and its directory say. Owns that wiring. Leaves providers to chat/providers and
// commands to commands/.

import type { ChatModel, CommandReply, CompletionEntry } from '../../chat/ports.js';
import { describeChoice, type ModelChoice } from '../../chat/providers/choose-model.js';
import { effortsOf } from '../../chat/providers/facts/efforts.js';
import { KeptLists } from '../../chat/providers/kept-lists.js';
import { loadModel } from '../../chat/providers/load-model.js';
import { spellPrefix } from '../../chat/spell-prefix.js';
import { completeLine } from '../../commands/completion/complete.js';
import { completionSource } from '../../commands/completion/completion-source.js';
import { listModelNames } from '../../commands/listed-models.js';
import { registry } from '../../commands/registry.js';
import type { ListedName } from '../../dialogs/name-list.js';
import type { Config } from '../../config/options.js';
import type { ChatAdvice, ChatCommands, ChatModels, OfferedModels } from '../../session/chat/chat-ports.js';
import type { ChatSession } from '../../session/chat/chat-session.js';
import { suggestType } from '../../session/chat/suggest-type.js';
import type { Coordinator } from '../../session/coordinator.js';
import { NO_MODEL } from '../../session/session-facts.js';
import { findType, type SessionType } from '../../session/session-types.js';
import { sanitiseLine } from '../../text/sanitise.js';
import { UserError } from '../../text/user-error.js';
import { findGitBranch } from './git-branch.js';

import type { ModelSource } from './model-source.js';

/** Of a branch's name in cells: the line fits a terminal of 80 columns. */
const MAX_BRANCH = 32;

export class WorkspaceModels implements ChatModels<ChatSession> {
  readonly #source: ModelSource;
  readonly #prefixName: string;
  readonly #lists = new KeptLists();

  /** prefixName: as a user reads it, for what the guide says. */
  constructor(source: ModelSource, prefixName: string) {
    this.#source = source;
    this.#prefixName = prefixName;
  }

  async resolve(session: ChatSession, wanted = session.record.model): Promise<ChatModel> {
    const source = this.#source;
    await source.settled();
    const choice = source.choose(wanted);
    return spellPrefix(
      await loadModel(choice, source.env, { providers: source.providers, effort: session.record.effort }),
      this.#prefixName,
    );
  }

  find(session: ChatSession, wanted: string): string {
    const choice = this.#choice(session);
    const isWhole = wanted === 'guide' || this.#source.knows(wanted.slice(0, wanted.indexOf('/')));
    const name = isWhole || !choice || !('settings' in choice) ? wanted : `${choice.provider}/${wanted}`;
    return this.#source.choose(name).name;
  }

  known(session: ChatSession, more: () => void): readonly string[] {
    const choice = this.#choice(session);
    if (!choice || !('settings' in choice)) return this.#source.configuredModels();
    return this.#lists.find(`${choice.provider} ${choice.baseUrl}`, {
      of: this.#source.env,
      ask: async () => (await this.offered(session)).names,
      more,
    });
  }

  async offered(session: ChatSession): Promise<OfferedModels> {
    const configured = this.#source.configuredModels();
    const choice = this.#choice(session);
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
    const choice = this.#choice(session);
    return choice && 'settings' in choice ? (effortsOf(choice.provider, choice.modelName)?.words ?? []) : [];
  }

  /** undefined: there is none. */
  #choice(session: ChatSession): ModelChoice | undefined {
    try {
      return this.#source.choose(session.record.model);
    } catch (error) {
      if (error instanceof UserError) return undefined;
      throw error;
    }
  }

  chosen(session: ChatSession): { name: string; title: string } {
    const choice = this.#choice(session);
    return choice
      ? { name: choice.name, title: describeChoice(choice) }
      : { name: NO_MODEL, title: NO_MODEL };
  }

  prepare(session: ChatSession): void {
    this.resolve(session).catch(() => {
      // The turn will say what is wrong, where the user sees it.
    });
  }
}

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

  complete(session: ChatSession, line: string, more: () => void): CompletionEntry[] {
    const { cwd } = session.record;
    const { config, coordinator } = this.#options;
    return completeLine(
      registry,
      line,
      completionSource(coordinator(), {
        configuredModel: config.model,
        cwd,
        offered: () => offeredTo(session, coordinator(), more),
      }),
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

/** The models of its provider, or of its agent. */
function offeredTo(
  { agent, modelSettings }: ChatSession,
  coordinator: Coordinator,
  more: () => void,
): ListedName[] {
  if (modelSettings) return listModelNames(coordinator, modelSettings.model, modelSettings.known(more));
  const option = agent?.options.find(({ category }) => category === 'model');
  return (option?.values ?? []).map(({ value, name }) => ({
    name: value,
    about: name === value ? '' : name,
  }));
}

/** For an empty chat without a type of its own, in a repository whose branch speaks for one. */
export function suggestForBranch(session: ChatSession, types: readonly SessionType[]): string | undefined {
  if (session.record.type !== 'chat') return undefined;
  const branch = findGitBranch(session.record.cwd);
  const type = branch === undefined ? undefined : suggestType(branch, types);
  return type && `On branch ${sanitiseLine(branch ?? '', MAX_BRANCH)}: /new ${type} starts a ${type} chat.`;
}
