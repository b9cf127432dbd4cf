// The verbs of the workspace: picker, prompt, keys, program, messages, redraw, mouse, detach, quit, help.

import { createChoice } from '../dialogs/choice.js';
import { createCommandPrompt } from '../dialogs/command-prompt.js';
import { createKeyHelp } from '../dialogs/key-help.js';
import { createPicker } from '../dialogs/picker.js';
import { createTextView } from '../dialogs/text-view.js';
import { isProgram } from '../session/any-session.js';
import { findPreview } from '../session/find-preview.js';
import type { Command, CommandContext, CommandOutput, ParsedArguments } from './command.js';
import { SILENT } from './command.js';
import { type Candidate, completeLine } from './completion/complete.js';
import { completionSource } from './completion/completion-source.js';
import { command, done, getHere, getListSurface, getSurface, programWords, say } from './define.js';
import { DEFAULT_SERVER_NAME } from '../paths/paths.js';
import { knownHosts } from '../remote/known-hosts.js';
import { templateNames } from '../session/templates/known-templates.js';
import { UserError } from '../text/user-error.js';
import { helpFor, helpOverview } from './help.js';
import { keyHelp, keyList } from './keys/key-help.js';
import { paletteOf } from './keys/palette-entries.js';
import { knownModels } from './listed-models.js';
import { wordsOfLine } from './line/free-text.js';
import { lastCommandOf, splitLine } from './line/split-line.js';
import { splitWords } from './line/split-words.js';
import { quoteWord } from './line/usage.js';
import { defaultShell } from './default-shell.js';

async function openPicker(context: CommandContext): Promise<CommandOutput> {
  const { coordinator } = context;
  getSurface(context).open(
    createPicker({
      rows: coordinator.pickerRows(),
      now: () => performance.now(),
      findPreview: (sessionId, room) => findPreview(coordinator, sessionId, room),
      hasHosts:
        knownHosts(context.config.hosts, {
          runtimeDir: context.inspection.paths.runtimeDir,
          serverName: DEFAULT_SERVER_NAME,
        }).length > 0,
    }),
  );
  // Not awaited: the next key already belongs to the picker. What is found is added to its rows.
  await coordinator.refreshArchive();
  return SILENT;
}

function complete(context: CommandContext, line: string): Candidate[] {
  const { registry, coordinator, config, caller, here } = context;
  const source = completionSource(coordinator, {
    configuredModel: config.model,
    cwd: caller.cwd,
    layoutsDir: context.inspection.paths.layoutsDir,
    templates: templateNames({
      templates: config.templates,
      templatesDir: context.inspection.paths.templatesDir,
    }),
    hosts: config.hosts,
    keptFiles: here && !isProgram(here) ? here.record.standing : undefined,
    offered: () => knownModels(coordinator, here),
  });
  return completeLine(registry, lastCommandOf(registry, line), source);
}

function openPrompt(context: CommandContext, input: ParsedArguments): CommandOutput {
  const surface = getSurface(context);
  surface.open(
    createCommandPrompt({
      title: ':',
      text: promptText(input.words('TEXT')),
      history: surface.promptHistory(),
      complete: (line) => complete(context, line),
      palette: paletteOf(context),
      toCommands: (text) => {
        const line = text.trim();
        if (line !== '') checkCommands(context, line);
        return line === '' ? [] : [line];
      },
    }),
  );
  return SILENT;
}

/** Throws an Error in the words of the prompt for what no command could be, which keeps the prompt open. */
function checkCommands({ registry, wording }: CommandContext, line: string): void {
  try {
    for (const part of splitLine(registry, line)) wordsOfLine(registry, part);
  } catch (error) {
    throw error instanceof UserError ? new Error(error.spell(wording), { cause: error }) : error;
  }
}

/**
 * The initial text of the prompt, ready for the next word: `prompt join` asks for the session. A single word
 * is used as it is (`prompt 'send 2 '`); several are quoted, so that they parse into the same words again.
 */
function promptText(words: readonly string[]): string {
  const [only = ''] = words;
  const text = words.length === 1 ? only : words.map(quoteWord).join(' ');
  return text === '' || /\s$/.test(text) ? text : `${text} `;
}

function askForProgram(context: CommandContext): CommandOutput {
  const shell = defaultShell(context.caller.env, { login: context.config.loginShell });
  getSurface(context).open(
    createCommandPrompt({
      title: 'run: ',
      text: '',
      hint: `a command, for example bash, vim or htop; Enter alone runs ${shell.join(' ')}`,
      complete: (line) => complete(context, `program ${line}`),
      toCommands: (text) => [['program', ...(text.trim() === '' ? shell : splitWords(text.trim()))]],
    }),
  );
  return SILENT;
}

async function quit(context: CommandContext, input: ParsedArguments): Promise<CommandOutput> {
  // On the command line the client asks, on its own terminal, before it sends this.
  const ids = context.coordinator.sessions.flatMap(({ id, running }) => (running === undefined ? [] : id));
  const known = input.value('while')?.split(',');
  const isAsShown = known === undefined || ids.every((id) => known.includes(id));
  if (context.way === 'cli' || (input.has('yes') && isAsShown) || !context.surface) {
    await context.quit();
    const { lossSentence } = context.inspection.disk.unsaved;
    if (lossSentence !== undefined) throw new UserError(`the server has ended; ${lossSentence}`);
    return SILENT;
  }
  const running = context.coordinator.running();
  const { sentence } = context.inspection.disk.unsaved;
  if (sentence !== undefined) running.unshift(sentence);
  context.surface.open(
    createChoice({
      title:
        sentence === undefined ? 'Quit qmux? Everything is saved.' : 'Quit qmux? NOT everything is saved.',
      lines: running.length > 0 ? ['Still running:', ...running] : ['Nothing is running.'],
      choices: [
        { key: 'y', label: 'quit', commands: [['quit', '--yes', '--while', ids.join(',') || '-']] },
        { key: 'n', label: 'stay', commands: [] },
      ],
    }),
  );
  return SILENT;
}

export const WORKSPACE_COMMANDS: readonly Command[] = [
  command({ name: 'picker', summary: 'pick a session: type to narrow, Enter switches', run: openPicker }),
  command({
    name: 'prompt',
    changesNothing: true,
    aliases: ['command-prompt'],
    summary: 'type a command, starting with TEXT',
    positionals: [{ name: 'TEXT', kind: 'text', optional: true, rest: true }],
    run: openPrompt,
  }),
  command({
    name: 'program',
    summary: 'run a program in a new tab; without COMMAND it asks',
    positionals: [{ name: 'COMMAND', kind: 'command', optional: true, rest: true }],
    takesEnvironment: true,
    async run(context, input) {
      const words = input.words('COMMAND');
      if (words.length === 0) return askForProgram(context);
      const { coordinator, viewer, caller } = context;
      await coordinator.createSession({
        kind: 'program',
        type: undefined,
        name: undefined,
        model: undefined,
        cwd: coordinator.likeFocused(viewer).cwd,
        command: programWords(context, words),
        env: caller.env,
        viewer,
        place: { at: 'tab' },
      });
      return SILENT;
    },
  }),
  command({
    name: 'keys',
    changesNothing: true,
    aliases: ['list-keys'],
    summary: 'the keys; type to narrow, Enter runs one',
    run(context) {
      const surface = getListSurface(context);
      if (!surface) return say(keyList(context));
      surface.open(createKeyHelp(keyHelp(context)));
      return SILENT;
    },
  }),
  command({
    name: 'messages',
    changesNothing: true,
    aliases: ['show-messages'],
    summary: 'the last messages',
    run(context) {
      const { disk } = context.inspection;
      // In a shell, if no terminal is attached: at least what was lost.
      const before = context.surface?.messages() ?? disk.damage.all;
      const { sentence } = disk.unsaved;
      const messages = sentence === undefined ? before : [...before, sentence];
      const lines = messages.length > 0 ? messages.flatMap((text) => text.split('\n')) : ['no messages yet'];
      const surface = context.way === 'cli' ? context.surface : getSurface(context);
      surface?.open(createTextView({ title: 'messages', lines }));
      return context.way === 'cli' ? say(lines.join('\n')) : SILENT;
    },
  }),
  command({
    name: 'redraw',
    changesNothing: true,
    aliases: ['refresh-client'],
    summary: 'draw the whole screen again',
    flags: [
      { name: 'reset', summary: 'first switch off what a killed program left on (mouse, keys, full screen)' },
    ],
    run(context, input) {
      const surface = getSurface(context);
      if (input.has('reset')) getHere(context).resetModes();
      surface.redraw();
      return SILENT;
    },
  }),
  command({
    name: 'mouse',
    summary: 'on or off for this terminal; without an argument, toggles',
    positionals: [{ name: 'state', kind: ['on', 'off'], optional: true }],
    run(context, input) {
      const state = getSurface(context).switchMouse((input.word('state') as 'on' | 'off') ?? 'other');
      return done(state === 'on' ? 'mouse on' : 'mouse off: your terminal selects text itself');
    },
  }),
  command({
    name: 'quit',
    aliases: ['kill-server', 'exit'],
    summary: 'save everything and end the server',
    flags: [
      { name: 'yes', short: 'y', summary: 'do not ask' },
      { name: 'while', value: 'IDS', summary: 'ask again if other sessions than these are running by then' },
    ],
    run: quit,
  }),
  command({
    name: 'help',
    changesNothing: true,
    summary: 'the commands, or one of them',
    positionals: [{ name: 'X', kind: 'text', optional: true }],
    run({ registry, wording }, input) {
      const word = input.word('X');
      const text =
        word === undefined ? helpOverview(registry, wording.key('prompt')) : helpFor(registry, word);
      return { ...say(text), isReference: true };
    },
  }),
];
