// The shell's help, its version, and the error for an option in place of a command: a yargs program built
// from the registry. Owns how these look. Leaves parsing to commands/: no command line goes through this
// program, whose parser would take options out of texts. Loaded for nothing else, since yargs takes longer to
// load than a verb to run.

import yargs, { type Argv } from 'yargs';

import type { CommandShape } from '../commands/completion/complete.js';
import { helpHint } from '../commands/help.js';
import { registry } from '../commands/registry.js';
import { usage } from '../commands/line/usage.js';
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

/** The short forms, which yargs does not have: `-h` and `-v` are also flags of commands. */
const LONG_FORMS: Readonly<Record<string, string>> = { '-h': '--help', '-V': '--version' };

const USAGE = `usage: $0 [-L NAME] [attach [X]]
   or: $0 chat [question]
   or: $0 [-L NAME] COMMAND …`;

/**
 * What a first word that begins with a dash asks for. Rejects with a UserError (exit code 2) if it
 * is not a known option.
 */
export async function answerOption(call: Call, word: string): Promise<string> {
  const text = await run(createOverview(await loadHint(call)), LONG_FORMS[word] ?? word);
  if (text === '') throw unknownOption(word);
  return text;
}

/**
 * word: a command of the registry or of the shell alone; absent: the overview. Rejects with a UserError for
 * an unknown command.
 */
export async function helpText(call: Call, word?: string): Promise<string> {
  const program = word === undefined ? createOverview(await loadHint(call)) : describe(findShape(word));
  return run(program, '--help');
}

function findShape(word: string): CommandShape {
  const only = SHELL_ONLY_COMMANDS.find(({ name, aliases }) => name === word || aliases.includes(word));
  return only ?? registry.get([word.replace(/^\//, '')]).command;
}

async function loadHint({ paths }: Call): Promise<string> {
  const wording = await loadShellWording(paths);
  return spellMentions(helpHint(wording.key('prompt')), wording);
}

/** It must run in a directory that exists: the caller's may have been removed. */
const createProgram = (): Argv =>
  yargs([], '/')
    .scriptName('qmux')
    .locale('en')
    .updateStrings({ 'Commands:': 'commands:', 'Options:': 'options:' })
    .exitProcess(false)
    .usageConfiguration({ 'hide-types': true })
    .help('help', 'show this help')
    .version(false)
    .strict();

/** hint: where commands are typed. */
function createOverview(hint: string): Argv {
  const only = SHELL_ONLY_COMMANDS.map(({ name }) => name).join(', ');
  const program = createProgram()
    .version('version', 'print the version', VERSION)
    .option('L', { type: 'string', describe: 'the server NAME instead of default' })
    .usage(USAGE)
    .epilogue(`${hint}\nonly in a shell: ${only}`);
  for (const { name, summary, unlisted } of [...registry.commands, ...SHELL_ONLY_COMMANDS])
    if (!unlisted) program.command(name, summary);
  return program;
}

/** A program of one command: among others its name may be one of yargs' own words, such as `help`. */
function describe(shape: CommandShape): Argv {
  const { summary, aliases, flags } = shape;
  const program = createProgram().usage(`usage: ${usage(shape)}\n\n${summary}`);
  if (aliases.length > 0) program.epilogue(`also: ${aliases.join(', ')}`);
  for (const { name, short, value, summary: does } of flags)
    program.option(name, {
      type: value === undefined ? 'boolean' : 'string',
      describe: does,
      ...(short === undefined ? {} : { alias: short }),
    });
  return program;
}

function run(program: Argv, word: string): Promise<string> {
  return new Promise((resolve, reject) => {
    // An error comes from the program itself, a message is about the word.
    program.fail((_message, error?: Error) => reject(error ?? unknownOption(word)));
    void program.parse([word], (_error: unknown, _arguments: unknown, text: string) => resolve(text));
  });
}

const unknownOption = (word: string): UserError =>
  new UserError(`qmux does not know ${word}; ${commandWord('help')} lists the commands`, { exitCode: 2 });
