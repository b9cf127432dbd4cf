// The config file read again while the server runs: one reading at a time, the old values wherever the file
// has wrong ones, and what is said of it. Owns that order. Leaves when to reload to config-watch.ts and the
// command, and what follows from a change to those who keep something that does.

import { basename } from 'node:path';

import { findConfigProblems } from '../../../commands/check-config.js';
import type { ReloadReport } from '../../../commands/command.js';
import { describeReload } from '../../../commands/config/config-command.js';
import { registry } from '../../../commands/registry.js';
import { keepOldValues } from '../../../config/keep-old-values.js';
import type { LiveConfig, OptionKey } from '../../../config/live-config.js';
import { loadConfig } from '../../../config/load-config.js';
import { OPTIONS } from '../../../config/options.js';
import type { ConfigProblem } from '../../../config/parse-config.js';
import { finishInTurns } from '../../../loop/in-turns.js';

export interface ConfigReloadOptions {
  readonly file: string;
  readonly live: LiveConfig;
  /** Those that were found at the start: they are not said again while they stay. */
  readonly problems: readonly ConfigProblem[];
  /** The reading that was not asked for has changed something, or found new problems. */
  onReload(said: { text: string | undefined; newProblems: readonly string[] }): void;
}

/** Read by `qmux chat`, each time it starts. */
const NOT_OF_THE_SERVER: ReadonlySet<OptionKey> = new Set<OptionKey>(['multiSession']);

export class ConfigReload {
  #problems: readonly ConfigProblem[];
  #running: Promise<unknown> = Promise.resolve();

  readonly #options: ConfigReloadOptions;

  constructor(options: ConfigReloadOptions) {
    this.#options = options;
    this.#problems = options.problems;
  }

  /** Of the file, as it was read last. */
  get problems(): readonly ConfigProblem[] {
    return this.#problems;
  }

  /** The file may have changed: says so if it has. */
  async fileChanged(): Promise<void> {
    const before = new Set(this.#problems.map(sameProblem));
    const report = await this.reload();
    const found = this.#problems;
    const newProblems = found.filter((problem) => !before.has(sameProblem(problem))).map(({ text }) => text);
    const isMended = report.isUsed && found.length - newProblems.length < before.size;
    const isChanged = report.changed.length > 0 || isMended;
    if (!isChanged && newProblems.length === 0) return;
    this.#options.onReload({ text: isChanged ? describeReload(report) : undefined, newProblems });
  }

  /** Never rejects for the user's mistakes. */
  reload(): Promise<ReloadReport> {
    const reading = this.#running.then(() => this.#read());
    this.#running = reading.catch(() => undefined);
    return reading;
  }

  async #read(): Promise<ReloadReport> {
    const { file, live } = this.#options;
    const read = await loadConfig(file, 'before');
    const problems = await finishInTurns(findConfigProblems(read, registry));
    const changed = live.use(keepOldValues(live.values, read.config, problems));
    this.#problems = problems;
    const names = [...changed].filter((key) => !NOT_OF_THE_SERVER.has(key)).map((key) => OPTIONS[key].name);
    return {
      file: basename(file),
      isMissing: read.isMissing ?? false,
      isUsed: problems.every(({ drops }) => drops.length > 0),
      changed: names,
      problems: problems.map(({ text }) => text),
    };
  }
}

/** On whatever line, and whatever is used in place of the value. */
const sameProblem = ({ drops, message }: ConfigProblem): string =>
  JSON.stringify([drops, message.split('; ', 1)[0]]);
