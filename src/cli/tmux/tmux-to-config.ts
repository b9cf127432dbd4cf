// A tmux.conf as config.toml (pure): what has a counterpart, and as comments, with their lines, what has
// none. Owns the two, and that the first has no faults. Leaves what commands and options mean to the other
// files here.

import { checkConfig } from '../../commands/check-config.js';
import { registry } from '../../commands/registry.js';
import { parseConfig } from '../../config/parse-config.js';
import { DEFAULT_BINDINGS } from '../../keymap/default-bindings.js';
import { formatKeyName, parseKeyName } from '../../keymap/key.js';
import { sanitiseLine } from '../../text/sanitise.js';
import { actionOf, passedToVim } from './tmux-actions.js';
import { readBoundCommands, readTmuxCommands, type TmuxCommand } from './tmux-commands.js';
import { readTmuxCall, type TmuxCall } from './tmux-flags.js';
import { meaningOfOption } from './tmux-options.js';

type Table = 'bindings' | 'root_bindings' | 'copy_mode_bindings';

interface Entry {
  table: Table | undefined;
  /** Of the table, or an option. */
  name: string;
  /** As TOML has it. */
  value: string;
  of: TmuxCommand;
}

interface Missing {
  of: TmuxCommand;
  why: string;
}

const TABLES: readonly Table[] = ['bindings', 'root_bindings', 'copy_mode_bindings'];
/** Of a command of tmux in a comment. */
const SHOWN_CHARACTERS = 70;

/** name: of the file, for the first line. */
export function tmuxToConfig(text: string, name: string): string {
  const reader = new TmuxReader();
  for (const command of readTmuxCommands(text)) reader.read(command);
  const { entries, missing } = reader;
  const kept = withoutFaults(entries, missing);
  const [head] = write(name, kept);
  missing.sort((a, b) => a.of.line - b.of.line);
  const comments = missing.map(({ of, why }) => `# ${of.line}: ${spell(of)}\n#     ${sanitiseLine(why)}`);
  const rest = comments.length === 0 ? [] : [`# Without a counterpart:`, ...comments];
  return `${[...head, ...(rest.length > 0 ? ['', ...rest] : [])].join('\n')}\n`;
}

const spell = ({ words }: TmuxCommand): string => {
  const line = sanitiseLine(words.map(({ text }) => text).join(' '));
  return line.length > SHOWN_CHARACTERS ? `${line.slice(0, SHOWN_CHARACTERS)}…` : line;
};

class TmuxReader {
  readonly #entries = new Map<string, Entry>();
  readonly #variables = new Map<string, string>();
  readonly missing: Missing[] = [];
  /** `%if` that are open. */
  #conditions = 0;

  get entries(): Entry[] {
    return [...this.#entries.values()];
  }

  read(command: TmuxCommand): void {
    const [first] = command.words;
    const [, variable, value] = /^(\w+)=([^]*)$/.exec(first?.text ?? '') ?? [];
    if (variable !== undefined && command.words.length === 1) {
      this.#variables.set(variable, value ?? '');
      return;
    }
    const call = readTmuxCall(command);
    if (call.name === '%if') this.#conditions++;
    if (this.#conditions > 0) this.#miss(command, 'there are no conditions in the config');
    if (call.name === '%endif') this.#conditions = Math.max(0, this.#conditions - 1);
    if (this.#conditions > 0 || call.name.startsWith('%')) return;
    if (call.name === 'bind') this.#bind(command, call);
    else if (call.name === 'unbind') this.#unbind(command, call);
    else if (call.name === 'set') this.#set(command, call);
    else this.#miss(command, whyNot(call));
  }

  #set(command: TmuxCommand, { args, flags }: TmuxCall): void {
    const [name = '', ...values] = args;
    if (flags.has('u')) return this.#miss(command, 'an option is unset by leaving it out');
    if (values.length === 0) return this.#miss(command, 'it has no value');
    const meaning = meaningOfOption(name, values.join(' '));
    if (meaning === 'as it is') return;
    if ('why' in meaning) return this.#miss(command, meaning.why);
    if ('name' in meaning) return this.#add({ table: undefined, of: command, ...meaning });
    const key = keyName(meaning.value);
    if (key === undefined) return this.#miss(command, `no key ${meaning.value}`);
    this.#add({ table: undefined, name: 'prefix', value: JSON.stringify(key), of: command });
  }

  #bind(command: TmuxCommand, { flags, args }: TmuxCall): void {
    const table = tableOf(flags);
    if (typeof table !== 'string') return this.#miss(command, table.why);
    const key = keyName(args[0] ?? '');
    if (key === undefined) return this.#miss(command, `no key ${args[0] ?? ''} can be bound`);
    const bound = readBoundCommands(command.words.slice(-(args.length - 1 || 1)), command.line);
    const [only] = bound;
    const passed = only && bound.length === 1 ? passedToVim(only, this.#variables) : undefined;
    const action = passed ?? (args.length > 1 ? actionOf(bound) : { why: 'it runs nothing' });
    if ('why' in action) return this.#miss(command, action.why);
    const { line } = action;
    // The prefix twice sends it anyway.
    if (line === 'send-prefix' && table === 'bindings' && `"${key}"` === this.#entries.get('.prefix')?.value)
      return;
    const pass =
      passed && table === 'root_bindings'
        ? `, pass = ${JSON.stringify(passed.pass).replaceAll(',', ', ')}`
        : undefined;
    const value = pass === undefined ? JSON.stringify(line) : `{ command = ${JSON.stringify(line)}${pass} }`;
    this.#add({ table, name: key, value, of: command });
    if ('note' in action && action.note !== undefined) this.#miss(command, action.note);
    if (flags.has('r') && table === 'bindings' && !repeats(key, line))
      this.#miss(command, '-r: this key does not repeat');
  }

  #unbind(command: TmuxCommand, { flags, args }: TmuxCall): void {
    const table = tableOf(flags);
    if (typeof table !== 'string') return this.#miss(command, table.why);
    if (flags.has('a')) return this.#miss(command, 'not all keys at once: bind each to "none"');
    const key = keyName(args[0] ?? '');
    if (key === undefined) return this.#miss(command, `no key ${args[0] ?? ''}`);
    this.#entries.delete(`${table}.${key}`);
    const isDefault = table === 'bindings' && DEFAULT_BINDINGS.some((binding) => binding.key === key);
    if (isDefault) this.#add({ table, name: key, value: '"none"', of: command });
  }

  /** The last of the same name counts, at its own place. */
  #add(entry: Entry): void {
    const id = `${entry.table ?? ''}.${entry.name}`;
    this.#entries.delete(id);
    this.#entries.set(id, entry);
  }

  #miss(of: TmuxCommand, why: string): void {
    this.missing.push({ of, why });
  }
}

function whyNot({ name, args }: TmuxCall): string {
  if (name === 'run-shell')
    return 'nothing is run when the config is read; plugins of tmux do not run in qmux';
  if (name === 'if-shell') return 'there are no conditions in the config';
  if (name === 'source-file') return `not read: qmux import-tmux ${args[0] ?? 'FILE'} does`;
  return `${name} is not a setting; qmux source runs a file of commands`;
}

function tableOf(flags: TmuxCall['flags']): Table | { why: string } {
  const named = flags.has('n') ? 'root' : (flags.get('T') ?? 'prefix');
  if (named === 'prefix') return 'bindings';
  if (named === 'root') return 'root_bindings';
  return named.startsWith('copy-mode') ? 'copy_mode_bindings' : { why: `there is no table of keys ${named}` };
}

/** tmux's own names that are not ours as well. */
const KEYS: Readonly<Record<string, string>> = { BTab: 'S-Tab', NPage: 'PageDown', PPage: 'PageUp' };

function keyName(name: string): string | undefined {
  const caret = name.replace(/^\^(?=.)/, 'C-').replace(/(BTab|NPage|PPage)$/, (own) => KEYS[own] as string);
  const key = parseKeyName(caret);
  return key && formatKeyName(key);
}

const repeats = (key: string, line: string): boolean =>
  line.startsWith('resize ') || DEFAULT_BINDINGS.some((binding) => binding.key === key && binding.repeat);

/** The lines of the config, and which entry each has. */
function write(name: string, entries: readonly Entry[]): [lines: string[], entryAt: Map<number, Entry>] {
  const lines = [
    `# From ${sanitiseLine(name)}, by qmux import-tmux. New windows and splits are chats here; program bash is a shell.`,
  ];
  const entryAt = new Map<number, Entry>();
  const add = (entry: Entry, text: string): void => {
    lines.push(text);
    entryAt.set(lines.length, entry);
  };
  const options = entries.filter(({ table }) => table === undefined);
  options.sort((a, b) => Number(b.name === 'prefix') - Number(a.name === 'prefix'));
  for (const entry of options) add(entry, `${entry.name} = ${entry.value}`);
  for (const table of TABLES) {
    const inTable = entries.filter((entry) => entry.table === table);
    if (inTable.length > 0) lines.push('', `[${table}]`);
    for (const entry of inTable) add(entry, `${JSON.stringify(entry.name)} = ${entry.value}`);
  }
  return [lines, entryAt];
}

const placeOf = ({ table, name }: Entry): string => (table === undefined ? name : `${table}.${name}`);

/** What the config's check refuses is missing, with its reason. */
function withoutFaults(entries: readonly Entry[], missing: Missing[]): readonly Entry[] {
  let kept = entries;
  // Each round removes at least one.
  for (;;) {
    const [lines, entryAt] = write('', kept);
    const faults = checkConfig(parseConfig(lines.join('\n'), 'config'), registry);
    const wrong = new Map<Entry, string>();
    for (const fault of faults) {
      const [, at, why = fault] = /^config:(\d+):\d+: ([^]*)$/.exec(fault) ?? [];
      const entry = entryAt.get(Number(at));
      if (entry && !wrong.has(entry))
        wrong.set(entry, why.replace(`${placeOf(entry)}: `, '').replace(/; the default is used.*$/s, ''));
    }
    if (wrong.size === 0) return kept;
    for (const [{ of }, why] of wrong) missing.push({ of, why });
    kept = kept.filter((entry) => !wrong.has(entry));
  }
}
