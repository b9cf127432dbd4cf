// `config`: where the config file is, what is wrong with it, what could be in it, and reading it again. Owns
// these words. Leaves reading it again to the server, which also does so whenever the file changes.

import type { Paths } from '../../paths/paths.js';
import { UserError } from '../../text/user-error.js';
import { checkConfig } from '../check-config.js';
import type { Command, CommandOutput, Registry, ReloadReport } from '../command.js';
import { command, done, say } from '../define.js';

const SHORT_FILE = 'short-file';
/** More would not fit a line. */
const MOST_NAMED = 6;

export const CONFIG_COMMANDS: readonly Command[] = [
  command({
    name: 'config',
    summary: 'config file: its path, its errors, the defaults, or read it again',
    lookingActions: ['path', 'check', 'default'],
    positionals: [{ name: 'what', kind: ['path', 'check', 'default', 'reload'], optional: true }],
    flags: [{ name: SHORT_FILE, summary: 'the path of the file for shell prompts (!2 ~3 +1) instead' }],
    async run({ inspection, registry, reloadConfig }, input) {
      const what = input.word('what') ?? 'path';
      if (input.has(SHORT_FILE) && what !== 'path')
        throw new UserError(`config ${what} does not take --${SHORT_FILE}`, { exitCode: 2 });
      if (what !== 'reload')
        return readConfig(inspection.paths, registry, { what, isShort: input.has(SHORT_FILE) });
      const report = await reloadConfig();
      const text = [...report.problems, ...(report.isUsed ? [describeReload(report)] : [])].join('\n');
      return report.problems.length === 0 ? done(text) : { text, exitCode: 1 };
    },
  }),
];

/** Needs no server. */
export async function readConfig(
  { configFile, shortFile }: Pick<Paths, 'configFile' | 'shortFile'>,
  registry: Registry,
  { what, isShort }: { what: string; isShort: boolean },
): Promise<CommandOutput> {
  switch (what) {
    case 'path':
      return say(isShort ? shortFile : configFile);
    case 'default': {
      const { defaultConfigText } = await import('../../config/default-config-text.js');
      return { text: defaultConfigText().trimEnd(), isReference: true };
    }
    case 'check': {
      const { loadConfig } = await import('../../config/load-config.js');
      const problems = checkConfig(await loadConfig(configFile), registry);
      return problems.length === 0
        ? say(`${configFile} has no errors`)
        : { text: problems.join('\n'), exitCode: 1 };
    }
    default:
      throw new UserError(`config takes path, check, default or reload, not ${what}`, { exitCode: 2 });
  }
}

export function describeReload({ file, isMissing, changed }: ReloadReport): string {
  const more = changed.length - MOST_NAMED;
  const named = changed.slice(0, MOST_NAMED).join(', ') + (more > 0 ? ` and ${more} more` : '');
  const what = changed.length === 0 ? 'nothing changed since the last time' : `changed: ${named}`;
  return isMissing
    ? `there is no ${file}; the defaults are used; ${what}`
    : `${file} was read again; ${what}`;
}
