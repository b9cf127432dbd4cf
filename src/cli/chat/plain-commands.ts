// Slash commands of a chat outside the workspace: those on one conversation, with its own help, clear and
// quit. Owns which they are, and the reply to all others, which need the workspace. Leaves what they do to
// commands/. Loaded after the first frame, by later-commands.ts.

import type { CommandReply, CommandsOfChat, CompletionEntry } from '../../chat/ports.js';
import { completeLine, type CompletionSource } from '../../commands/completion/complete.js';
import { keptFilesCandidates, modelCandidates } from '../../commands/completion/candidates.js';
import { listPaths } from '../../commands/completion/list-paths.js';
import { CONVERSATION_COMMANDS } from '../../commands/chat/conversation-commands.js';
import type { ConversationCommand, ConversationContext } from '../../commands/chat/conversation-context.js';
import { command, say } from '../../commands/define.js';
import { helpFor, helpLines } from '../../commands/help.js';
import { wordsOfLine } from '../../commands/line/free-text.js';
import { parseLine } from '../../commands/run-command.js';
import { registry } from '../../commands/registry.js';
import { getChat, sendToAgent } from '../../commands/turns/chat-turns.js';
import { explainFailure } from '../../files/explain-failure.js';
import { sanitiseLine } from '../../text/sanitise.js';
import { spellMentions, type Wording } from '../../text/mentions.js';
import { UserError } from '../../text/user-error.js';
import type { PlainSession } from './plain-session.js';

export interface PlainCommandsOptions {
  session: PlainSession;
  tools: ConversationContext['tools'];
  disk: ConversationContext['inspection']['disk'];
  configuredModel: string | undefined;
  /** Its prompt is drawn; false: each line is read as it was typed. */
  isDrawn: boolean;
  copyText(text: string): Promise<string>;
  /** The conversation is saved, and another begins here. Rejects with a UserError: nothing has changed. */
  startOver(): Promise<void>;
  quit(): void;
}

type Run = ConversationCommand['run'];

/** More of them are hardly read. */
const MOST_MODELS = 30;

/** That an agent alone can do. */
const OF_AGENTS: ReadonlySet<string> = new Set(['mode', 'next-mode', 'restart']);
/** On a prompt, and what is in it while an answer runs. */
const OF_PROMPT: ReadonlySet<string> = new Set(['queue', 'steer', 'stash']);

const HINTS = [
  '//text sends a text that begins with a slash; /help COMMAND says more.',
  'Enter sends, Alt-Enter begins a new line, Esc and Ctrl-C interrupt an answer.',
  'Tabs, panes and many chats at once: run qmux.',
].join('\n');

export class PlainCommands implements Omit<CommandsOfChat, 'suggest'> {
  /** By name. */
  readonly #commands: ReadonlyMap<string, ConversationCommand>;
  readonly #wording: Wording;
  /** That were listed last, so that a number names one. */
  #listedModels: readonly string[] = [];

  readonly #options: PlainCommandsOptions;

  constructor(options: PlainCommandsOptions) {
    this.#options = options;
    const own = [this.#help(), this.#clear(), this.#quit()];
    const listed = CONVERSATION_COMMANDS.filter(({ name }) => options.isDrawn || !OF_PROMPT.has(name)).map(
      (each) => {
        if (each.name === 'model') return this.#model(each);
        return each.name === 'edit' && !options.isDrawn ? this.#editLine(each) : each;
      },
    );
    this.#commands = new Map([...listed, ...own].map((each) => [each.name, each]));
    this.#wording = {
      command: (line) =>
        this.has(line.replace(/\s.*/, '')) ? `/${line}` : `${line} (in the workspace: run qmux)`,
      key: () => undefined,
    };
  }

  /** line: without its slash. Never rejects. */
  async run(line: string): Promise<CommandReply | undefined> {
    try {
      const words = wordsOfLine(registry, line);
      const { command: named, input } = parseLine(registry, words.length === 0 ? ['help'] : words);
      const found = this.#commands.get(named.name);
      if (!found) throw new UserError(`/${named.name} needs ${this.#needOf(named.name)}`);
      const { text, level = 'info' } = input
        ? await found.run(this.#context(), input)
        : say(helpFor(registry, named.name));
      return text === '' ? undefined : { level, text: spellMentions(text, this.#wording) };
    } catch (error) {
      const known = explainFailure(error) ?? error;
      if (known instanceof UserError) return { level: 'error', text: known.spell(this.#wording) };
      const reason = error instanceof Error ? error.message : String(error);
      return { level: 'error', text: `something went wrong in qmux itself: ${reason}` };
    }
  }

  /** Of a command that is not one here. */
  #needOf(name: string): string {
    return !this.#options.isDrawn && OF_PROMPT.has(name)
      ? 'a terminal that can be drawn on'
      : 'the workspace: run qmux';
  }

  has(name: string): boolean {
    return this.#commands.has(name);
  }

  complete(line: string, more: () => void): CompletionEntry[] {
    const commands = [...this.#commands.values()];
    const shapes = {
      commands,
      names: [...this.#commands.keys()],
      find: this.#commands.get.bind(this.#commands),
    };
    return completeLine(shapes, line, this.#completion(more));
  }

  #completion(more: () => void): CompletionSource {
    const { session, configuredModel } = this.#options;
    const nothing = (): [] => [];
    return {
      sessions: nothing,
      archived: nothing,
      worktrees: nothing,
      types: nothing,
      agents: nothing,
      models: () =>
        modelCandidates([
          ...(session.modelSettings?.known(more) ?? []).map((model) => ({ model, where: '' })),
          { model: configuredModel, where: 'of the config' },
        ]),
      keptFiles: () => keptFilesCandidates(session.record.standing),
      layouts: nothing,
      templates: nothing,
      asksOf: nothing,
      hosts: nothing,
      paths: (word, of) => listPaths(word, { cwd: session.record.cwd, of }),
    };
  }

  #context(): ConversationContext {
    const { session, tools, disk, copyText } = this.#options;
    return {
      way: 'slash',
      surface: undefined,
      here: session,
      coordinator: {
        sessions: [],
        archive: [],
        resolve(word) {
          throw new UserError(`there are no other sessions here, so none is ${word}: run qmux`);
        },
      },
      tools,
      buffers: {
        add() {
          throw new Error('there are no paste buffers outside the workspace');
        },
      },
      copyText,
      caller: { cwd: session.record.cwd },
      inspection: { disk },
    };
  }

  #help(): ConversationCommand {
    return command<Run>({
      name: 'help',
      summary: 'what works here',
      positionals: [{ name: 'X', kind: 'text', optional: true }],
      run: (_context, input) => {
        const about = input.word('X');
        return say(about === undefined ? this.#overview() : helpFor(registry, about));
      },
    });
  }

  #overview(): string {
    const { agent } = this.#options.session;
    const listed = [...this.#commands.values()].filter(({ name }) => agent || !OF_AGENTS.has(name));
    return `${helpLines(listed)}\n${HINTS}`;
  }

  #clear(): ConversationCommand {
    const { session, startOver } = this.#options;
    return command<Run>({
      name: 'clear',
      summary: 'begin a new conversation here; the one before is saved',
      run: async (context) => {
        const chat = await getChat(context);
        if (chat.agent) {
          await sendToAgent(chat, chat.agent, 'clear', '');
          return say('');
        }
        session.branches.checkIdle();
        const { items, tree } = session.conversation;
        if (items.length === 0 && tree.nodes.length === 0)
          throw new UserError('this chat is empty: there is nothing to clear');
        await startOver();
        return say('');
      },
    });
  }

  #quit(): ConversationCommand {
    return command<Run>({
      name: 'quit',
      summary: 'end this chat',
      run: () => {
        this.#options.quit();
        return say('');
      },
    });
  }

  /** There is no prompt to put the question into. */
  #editLine(given: ConversationCommand): ConversationCommand {
    return {
      ...given,
      summary: 'go back to a question; the next line is asked in its place',
      run: (_context, input) => {
        const { branches } = this.#options.session;
        const turn = branches.find(input.word('N'));
        const number = branches.numberOf(turn);
        branches.goBefore(turn);
        return say(
          `back before question ${number}; the next line is asked in its place. It was:\n${turn.question}`,
        );
      },
    };
  }

  /** There is no menu here: the list has numbers, and a number is a choice. */
  #model(given: ConversationCommand): ConversationCommand {
    return {
      ...given,
      run: async (context, input) => {
        const { modelSettings } = this.#options.session;
        const wanted = input.word('VALUE');
        if (!modelSettings) return given.run(context, input);
        const listed = /^\d+$/.test(wanted ?? '') ? this.#listedModels[Number(wanted) - 1] : undefined;
        if (wanted !== undefined)
          return given.run(context, listed === undefined ? input : { ...input, word: () => listed });
        const { names: offered, problem } = await modelSettings.offered();
        const { model } = modelSettings;
        const names = [...new Set([...(model.includes('/') ? [model] : []), ...offered])];
        this.#listedModels = names;
        const more = names.length - MOST_MODELS;
        return say(
          [
            ...names
              .slice(0, MOST_MODELS)
              .map((name, at) => `${at + 1}${name === model ? '*' : ' '} ${name}`),
            ...(more > 0 ? [`and ${more} more`] : []),
            ...(problem === undefined ? [] : [sanitiseLine(problem)]),
            '/model N or /model NAME chooses one, also one that is not listed',
          ].join('\n'),
        );
      },
    };
  }
}
