// Which models a chat can have and which it has: what it asked for, else what its source finds. Owns putting
// the two together. Leaves the order of choice and loading to chat/providers.

import type { ChatModel } from '../../chat/ports.js';
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
  readonly #prefixName: string;
  readonly #lists = new KeptLists();

  /** prefixName: as a user reads it, for what the guide says. */
  constructor(source: ModelSource, prefixName: string) {
    this.#source = source;
    this.#prefixName = prefixName;
  }

  async resolve(session: Session, wanted = session.record.model): Promise<ChatModel> {
    const source = this.#source;
    await source.settled();
    const choice = source.choose(wanted);
    return spellPrefix(
      await loadModel(choice, source.env, { providers: source.providers, effort: session.record.effort }),
      this.#prefixName,
    );
  }

  find(session: Session, wanted: string): string {
    const choice = this.#choice(session);
    const isWhole = wanted === 'guide' || this.#source.knows(wanted.slice(0, wanted.indexOf('/')));
    const name = isWhole || !choice || !('settings' in choice) ? wanted : `${choice.provider}/${wanted}`;
    return this.#source.choose(name).name;
  }

  known(session: Session, more: () => void): readonly string[] {
    const choice = this.#choice(session);
    if (!choice || !('settings' in choice)) return this.#source.configuredModels();
    return this.#lists.find(`${choice.provider} ${choice.baseUrl}`, {
      of: this.#source.env,
      ask: async () => (await this.offered(session)).names,
      more,
    });
  }

  async offered(session: Session): Promise<OfferedModels> {
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

  efforts(session: Session): readonly string[] {
    const choice = this.#choice(session);
    return choice && 'settings' in choice ? (effortsOf(choice.provider, choice.modelName)?.words ?? []) : [];
  }

  /** undefined: there is none. */
  #choice(session: Session): ModelChoice | undefined {
    try {
      return this.#source.choose(session.record.model);
    } catch (error) {
      if (error instanceof UserError) return undefined;
      throw error;
    }
  }

  chosen(session: Session): { name: string; title: string } {
    const choice = this.#choice(session);
    return choice
      ? { name: choice.name, title: describeChoice(choice) }
      : { name: NO_MODEL, title: NO_MODEL };
  }

  prepare(session: Session): void {
    this.resolve(session).catch(() => {
      // The turn will say what is wrong, where the user sees it.
    });
  }
}
