// Updates of an agent's session as events of a model (pure): the decoder for version 1 of the Agent Client
// Protocol. Owns where a message begins and what of usage is new. Leaves calls to known-calls.ts, options to
// session-options.ts, the content of calls to tool-content.ts. Invariant: nothing that an agent sends throws.

import type { AgentCommand, ModelEvent, ModelOption, ToolCall, ToolUpdate, Usage } from '../model-event.js';
import type { Quirks } from './known-agents.js';
import { KnownCalls, type CallSecrets } from './known-calls.js';
import { SessionOptions } from './session-options.js';
import { readBlock, readPlanEntry, readToolUpdate } from './tool-content.js';
import {
  asAmount,
  asFields,
  asFieldsList,
  asText,
  defined,
  fieldAt,
  isSame,
  type Fields,
} from './wire-fields.js';

export interface AgentUpdatesOptions {
  /** For notices. */
  agent: string;
  quirks: Quirks;
  /** Modes in which it asks before it changes something. */
  askingModes: readonly string[];
  secrets: CallSecrets;
}

export class AgentUpdates {
  readonly options = new SessionOptions();
  #commands: readonly AgentCommand[] = [];
  #usage: Usage = {};
  #reported: readonly ModelOption[] = [];
  #preface: readonly string[] = [];
  /** Reported once each: an agent may send thousands. */
  readonly #unknown = new Set<string>();

  /** Of the text before in this turn; undefined: there was none. */
  #text: { messageId: string | undefined } | undefined;
  /** A tool was called since. */
  #hasCalled = false;
  #isThinking = false;

  readonly #given: AgentUpdatesOptions;
  readonly #calls: KnownCalls;

  constructor(given: AgentUpdatesOptions) {
    this.#given = given;
    this.#calls = new KnownCalls(given.secrets, () => this.#isInAskingMode);
  }

  get commands(): readonly AgentCommand[] {
    return this.#commands;
  }

  get calls(): KnownCalls {
    return this.#calls;
  }

  get #isInAskingMode(): boolean {
    const mode = this.options.list.find(({ category }) => category === 'mode');
    return mode !== undefined && this.#given.askingModes.includes(mode.current);
  }

  /** A prompt is about to be sent. preface: what of it are not the user's words. */
  beginTurn(preface: readonly string[] = []): void {
    if (preface.length > 0) this.#preface = preface;
    this.#calls.beginTurn();
    this.#text = undefined;
    this.#hasCalled = false;
    this.#isThinking = false;
    // Those of the turn before.
    const { inputTokens: _input, outputTokens: _output, ...standing } = this.#usage;
    this.#usage = standing;
  }

  /** Everything that is known by now: later reports leave out what has not changed. */
  noteUsage(usage: Usage): ModelEvent[] {
    const all = { ...this.#usage, ...usage };
    if (isSame(all, this.#usage)) return [];
    this.#usage = all;
    return [{ type: 'usage', usage: all }];
  }

  /** Nothing: they are as reported before. */
  reportOptions(): ModelEvent[] {
    const { list } = this.options;
    if (isSame(list, this.#reported)) return [];
    this.#reported = list;
    return [{ type: 'options', options: list }];
  }

  /** params: of a `session/update`. */
  decode(params: unknown): ModelEvent[] {
    const update = asFields(fieldAt(params, 'update'));
    const kind = asText(update?.['sessionUpdate']);
    if (!update || kind === undefined) return this.#skip('an update without a kind');
    return this.#read(kind, update) ?? this.#skip(`"${kind}"`);
  }

  /**
   * The call that a permission is about, with what the request says of it; and what is reported of it. It may
   * not have been announced.
   */
  decodeAskedCall(toolCall: unknown): { call: ToolCall; events: ModelEvent[] } | undefined {
    const fields = asFields(toolCall);
    const id = asText(fields?.['toolCallId']);
    if (!fields || id === undefined) return undefined;
    // Its content is what the agent says about the question, not what the tool printed.
    const { output: _output, ...said } = this.#readCall(id, fields);
    const isShell = (said.kind ?? this.#calls.kindOf(id)) === 'execute';
    const hasInput = said.input !== undefined || this.#calls.hasInput(id);
    const inTitle = this.#given.quirks.titleIsCommand && isShell && !hasInput;
    return this.#noteCall(id, () =>
      this.#calls.ask(inTitle ? { ...said, input: { command: said.title } } : said),
    );
  }

  /** undefined: the kind is not known, or the update is not as the protocol says. */
  #read(kind: string, update: Fields): ModelEvent[] | undefined {
    switch (kind) {
      case 'agent_message_chunk':
        return this.#readText(update);
      case 'agent_thought_chunk':
        return this.#readThought(update);
      // The user's own words, in the replay of a session.
      case 'user_message_chunk':
        return [];
      case 'tool_call':
      case 'tool_call_update': {
        const id = asText(update['toolCallId']);
        return id === undefined
          ? undefined
          : this.#noteCall(id, () => this.#calls.update(this.#readCall(id, update)));
      }
      case 'plan':
        // Codex makes its plan by a call that it does not report.
        this.#hasCalled = true;
        return Array.isArray(update['entries'])
          ? [{ type: 'plan', entries: asFieldsList(update['entries']).flatMap(readPlanEntry) }]
          : undefined;
      case 'usage_update':
        return this.noteUsage(readUsage(update));
      case 'available_commands_update':
        this.#commands = asFieldsList(update['availableCommands']).flatMap(readCommand);
        return [{ type: 'commands', commands: this.#commands }];
      case 'current_mode_update': {
        const mode = asText(update['currentModeId']);
        if (mode === undefined) return undefined;
        this.options.setMode(mode);
        return this.reportOptions();
      }
      case 'config_option_update':
        this.options.readConfig(update['configOptions']);
        return this.reportOptions();
      case 'session_info_update': {
        const title = asText(update['title'])?.trim();
        return title && !this.#isPreface(title) ? [{ type: 'title', title }] : [];
      }
      default:
        return undefined;
    }
  }

  /** Claude names a session after the first words that it was sent. */
  #isPreface(title: string): boolean {
    const start = title.replace(/(?:…|\.{3})$/, '').trim();
    return this.#preface.some((text) => text.trim().replace(/\s+/g, ' ').startsWith(start));
  }

  #readText(update: Fields): ModelEvent[] | undefined {
    const text = readBlock(asFields(update['content']));
    if (text === undefined) return undefined;
    const messageId = asText(update['messageId']);
    // Claude begins each message with an empty piece.
    if (text === '') return [];
    this.#isThinking = false;
    const isNew =
      this.#text !== undefined &&
      // Claude's own warnings have no id.
      (messageId !== this.#text.messageId || (messageId === undefined && this.#hasCalled));
    this.#text = { messageId };
    this.#hasCalled = false;
    return isNew ? [{ type: 'message' }, { type: 'text', text }] : [{ type: 'text', text }];
  }

  #readThought(update: Fields): ModelEvent[] | undefined {
    const text = readBlock(asFields(update['content']));
    if (text === undefined) return undefined;
    // Codex begins its reasoning with empty lines.
    const shown = this.#isThinking ? text : text.trimStart();
    if (shown === '') return [];
    this.#isThinking = true;
    return [{ type: 'thought', text: shown }];
  }

  #readCall(id: string, fields: Fields): ToolUpdate {
    return readToolUpdate(id, fields, this.#given.quirks.bookkeeping);
  }

  /** A call that is new ends the message and the reasoning before it. */
  #noteCall<Noted>(id: string, note: () => Noted): Noted {
    if (!this.#calls.has(id)) {
      this.#hasCalled = true;
      this.#isThinking = false;
    }
    return note();
  }

  #skip(what: string): ModelEvent[] {
    if (this.#unknown.has(what)) return [];
    this.#unknown.add(what);
    return [{ type: 'notice', text: `${this.#given.agent} sent ${what}, which qmux does not know` }];
  }
}

function readUsage(fields: Fields): Usage {
  const amount = asAmount(fieldAt(fields, 'cost', 'amount'));
  const currency = asText(fieldAt(fields, 'cost', 'currency'));
  return defined({
    // OpenCode's after a cancelled turn; it also costs nothing where the price is not known.
    used: asAmount(fields['used']) || undefined,
    size: asAmount(fields['size']),
    cost: !amount || currency === undefined ? undefined : { amount, currency },
  });
}

function readCommand(fields: Fields): AgentCommand[] {
  const name = asText(fields['name']);
  if (name === undefined || name === '') return [];
  const hint = asText(fieldAt(fields, 'input', 'hint'));
  return [{ name, summary: asText(fields['description']) ?? '', ...defined({ hint }) }];
}
