// Which models a chat can have and which it has: what it asked for, else what its source finds. Owns putting
// the two together. Leaves the order of choice and loading to chat/providers.

import type { ChatModel } from '../../chat/ports.js';
import type { GgufModels, NamedFile } from '../../chat/gguf/gguf-models.js';
import { FILES, lastPart } from '../../chat/gguf/gguf-name.js';
import { describeChoice, type ModelChoice } from '../../chat/providers/choose-model.js';
import { effortsOf } from '../../chat/providers/facts/efforts.js';
import { KeptLists } from '../../chat/providers/kept-lists.js';
import { loadModel } from '../../chat/providers/load-model.js';
import type { ModelSource } from '../../chat/providers/model-source.js';
import { spellPrefix } from '../../chat/spell-prefix.js';
import type { ChatRecord } from '../../store/session-record.js';
import { UserError } from '../../text/user-error.js';
import { NO_MODEL } from '../session-facts.js';
import type { ChatModels, OfferedModels } from './chat-ports.js';

/** What a chat says of the model that it wants. */
interface SettledSession {
  readonly record: Pick<ChatRecord, 'model' | 'effort'>;
}

export class SessionModels<Session extends SettledSession> implements ChatModels<Session> {
  readonly #source: ModelSource;
  readonly #files: GgufModels;
  readonly #prefixName: () => string;
  readonly #lists = new KeptLists();
  /** Those that wait for a file. */
  readonly #loading = new WeakMap<Session, NamedFile>();
  readonly #said = new WeakMap<Session, Set<string>>();

  /** prefixName: as a user reads it at the moment, for what the guide says. */
  constructor(source: ModelSource, { files, prefixName }: { files: GgufModels; prefixName: () => string }) {
    this.#source = source;
    this.#files = files;
    this.#prefixName = prefixName;
  }

  async resolve(session: Session, wanted = session.record.model): Promise<ChatModel> {
    const file = this.#choice(wanted);
    if (file && 'file' in file) this.#loading.set(session, file);
    try {
      return await this.#load(session, wanted);
    } finally {
      this.#loading.delete(session);
    }
  }

  async #load(session: Session, wanted: string | undefined): Promise<ChatModel> {
    const source = this.#source;
    await source.settled();
    const choice = source.choose(wanted);
    const said = this.#said.get(session) ?? new Set();
    this.#said.set(session, said);
    const { effort } = session.record;
    const options = { providers: source.providers, effort, files: this.#files, said };
    return spellPrefix(await loadModel(choice, source.env, options), this.#prefixName());
  }

  find(session: Session, wanted: string): string {
    const choice = this.#choice(session.record.model);
    const isWhole = wanted === 'guide' || this.#source.knows(wanted.slice(0, wanted.indexOf('/')));
    const name = isWhole || !choice ? wanted : besideIt(choice, wanted);
    return this.#source.choose(name).name;
  }

  known(session: Session, more: () => void): readonly string[] {
    const choice = this.#choice(session.record.model);
    const place = choice && placeOf(choice);
    if (place === undefined) return this.#source.configuredModels();
    return this.#lists.find(place, {
      of: this.#source.env,
      ask: async () => (await this.offered(session)).names,
      more,
    });
  }

  kept(): readonly string[] {
    const { env } = this.#source;
    return [...new Set([...this.#lists.all(env), ...this.#source.configuredModels()])];
  }

  async offered(session: Session): Promise<OfferedModels> {
    const configured = this.#source.configuredModels();
    const choice = this.#choice(session.record.model);
    if (choice && 'file' in choice) {
      const beside = (await this.#files.beside(choice)).map((file) => `${FILES}/${file}`);
      return { names: [...new Set([...beside, ...configured])], problem: undefined };
    }
    if (!choice || !('settings' in choice)) return { names: configured, problem: undefined };
    const { listModels } = await import('../../chat/providers/list-models.js');
    const { env } = this.#source;
    try {
      const found = await listModels(choice, env);
      const offered = found.map((name) => `${choice.provider}/${name}`);
      const names = [...new Set([...offered, ...configured])];
      this.#lists.keep(placeOf(choice), { of: env, names });
      return { names, problem: undefined };
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return { names: configured, problem: error.message };
    }
  }

  efforts(session: Session): readonly string[] {
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

  chosen(session: Session): ReturnType<ChatModels<Session>['chosen']> {
    const choice = this.#choice(session.record.model);
    if (!choice) return { name: NO_MODEL, title: NO_MODEL };
    const { name } = choice;
    return { name, title: describeChoice(choice), ...('file' in choice ? { callsTools: false } : {}) };
  }

  loading(session: Session): string | undefined {
    const file = this.#loading.get(session);
    return file && this.#files.loading(file);
  }

  prepare(session: Session): void {
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

/** Where its list of models comes from; undefined: it has none. */
function placeOf(choice: Extract<ModelChoice, { settings: object }>): string;
function placeOf(choice: ModelChoice): string | undefined;
function placeOf(choice: ModelChoice): string | undefined {
  if ('settings' in choice) return `${choice.provider} ${choice.baseUrl}`;
  return 'file' in choice ? besideIt(choice, '') : undefined;
}
