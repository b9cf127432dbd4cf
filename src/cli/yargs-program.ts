// The shell's help, its version, and what is said of an option that stands where a command should: a yargs program built
// from the registry. Owns how these look. Leaves parsing to commands/: no line of a user's goes through this program, whose
// parser would take options out of texts. Loaded for nothing else, since yargs takes longer than a verb.

import yargs, { type Argv } from 'yargs';

import type { CommandShape } from '../commands/complete.js';
import { helpHint } from '../commands/help.js';
import { registry } from '../commands/registry.js';
import { usage } from '../commands/usage.js';
import { VERSION } from '../protocol/version.js';
import { commandWord, spellMentions } from '../text/mentions.js';
import { UserError } from '../text/user-error.js';
import type { Call } from './call.js';
import { SHELL_ONLY_COMMANDS } from './shell-only-commands.js';
import { loadShellWording } from './shell-words.js';

declare module 'yargs' {
  // Of yargs 17.7 and later; its types do not have it.
  interface Argv<T = {}> {
    usageConfiguration(settings: { 'hide-types': boolean }): Argv<T>;
  }
}

/** The short forms, which yargs has none of: `-h` and `-v` are also flags of commands. */
const LONG_FORMS: Readonly<Record<string, string>> = { '-h': '--help', '-V': '--version' };

const USAGE = `usage: $0 [-L NAME] [attach [X]]
   or: $0 chat [question]
   or: $0 [-L NAME] COMMAND …`;

/** What a first word that begins with a dash asks for. Rejects with a UserError (exit code 2) for one that asks nothing. */
export async function answerOption(call: Call, word: string): Promise<string> {
  const text = await run(createProgram(await loadHint(call)), [LONG_FORMS[word] ?? word]);
  if (text === '') throw unknownOption(word);
  return text;
}

/** word: a command of the registry or of the shell alone; absent: an overview. Rejects with a UserError for no command. */
export async function helpText(call: Call, word?: string): Promise<string> {
  const hint = await loadHint(call);
  if (word === undefined) return run(createProgram(hint), ['--help']);
  return run(createProgram(hint), [findShape(word).name, '--help']);
}

function findShape(word: string): CommandShape {
  const only = SHELL_ONLY_COMMANDS.find(({ name, aliases }) => name === word || aliases.includes(word));
  return only ?? registry.get([word.replace(/^\//, '')]).command;
}

async function loadHint({ paths }: Call): Promise<string> {
  const wording = await loadShellWording(paths);
  return spellMentions(helpHint(wording.key('prompt')), wording);
}

/** The program's output. Its directory is any that is there: the caller's may have been removed. */
function createProgram(hint: string): Argv {
  const only = SHELL_ONLY_COMMANDS.map(({ name }) => name).join(', ');
  const program = yargs([], '/')
    .scriptName('qmux')
    .locale('en')
    .updateStrings({ 'Commands:': 'commands:', 'Options:': 'options:' })
    .exitProcess(false)
    .usageConfiguration({ 'hide-types': true })
    .help('help', 'show this help')
    .version('version', 'print the version', VERSION)
    .option('L', { type: 'string', describe: 'the server NAME instead of default', global: false })
    .usage(USAGE)
    .epilogue(`${hint}\nonly in a shell: ${only}`)
    .strict();
  for (const shape of [...registry.commands, ...SHELL_ONLY_COMMANDS]) {
    const build = (its: Argv): Argv => describe(its, shape);
    if (shape.unlisted) program.command(shape.name, false, build);
    else program.command(shape.name, shape.summary, build);
  }
  return program;
}

function describe(program: Argv, shape: CommandShape): Argv {
  const { summary, aliases, flags } = shape;
  program.usage(`usage: $0 ${usage(shape)}\n\n${summary}`).version(false);
  if (aliases.length > 0) program.epilogue(`also: ${aliases.join(', ')}`);
  for (const { name, short, value, summary: does } of flags)
    program.option(name, {
      type: value === undefined ? 'boolean' : 'string',
      describe: does,
      ...(short === undefined ? {} : { alias: short }),
    });
  return program;
}

function run(program: Argv, words: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    // An error is of the program itself, a message of the words.
    program.fail((_message, error?: Error) => reject(error ?? unknownOption(words[0] ?? '')));
    void program.parse([...words], (_error: unknown, _arguments: unknown, text: string) => resolve(text));
  });
}

const unknownOption = (word: string): UserError =>
  new UserError(`qmux does not know ${word}; ${commandWord('help')} lists the commands`, { exitCode: 2 });
