// Updates of an agent's session as events of a model (pure): the decoder for version 1 of the Agent Client
// Protocol. Owns what is known of the session's tool calls, and where a message begins. Leaves options to
// session-options.ts, the content of calls to tool-content.ts. Invariant: nothing that an agent sends throws.

import type { AgentCommand, ModelEvent, ModelOption, ToolCall, ToolUpdate, Usage } from '../model-event.js';
import type { Quirks } from './known-agents.js';
import { SessionOptions } from './session-options.js';
import { diffsOfInput, planOfInput, readBlock, readPlanEntry, readToolUpdate } from './tool-content.js';
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

/** Calls that have ended are forgotten from here on, the oldest first. */
const MAX_KNOWN_CALLS = 256;

export interface AgentUpdatesOptions {
  /** For notices. */
  agent: string;
  quirks: Quirks;
  /** Text of a tool's input or output without secrets. */
  clean(text: string): string;
}

export class AgentUpdates {
  readonly options = new SessionOptions();
  #commands: readonly AgentCommand[] = [];
  readonly #calls = new Map<string, ToolCall>();
  #usage: Usage = {};
  #reported: readonly ModelOption[] = [];
  /** Reported once each: an agent may send thousands. */
  readonly #unknown = new Set<string>();

  /** Of the text before in this turn; undefined: there was none. */
  #text: { messageId: string | undefined } | undefined;
  /** A tool was called since. */
  #hasCalled = false;
  #isThinking = false;

  readonly #given: AgentUpdatesOptions;

  constructor(given: AgentUpdatesOptions) {
    this.#given = given;
  }

  get commands(): readonly AgentCommand[] {
    return this.#commands;
  }

  /** Of calls that have not ended. */
  get hasOpenCall(): boolean {
    return [...this.#calls.values()].some((call) => isOpen(call));
  }

  /** The call will not be reported again, and has not done anything. */
  failCall(id: string): ModelEvent[] {
    const call = this.#calls.get(id);
    return call && isOpen(call) ? this.#update({ id, status: 'failed' }) : [];
  }

  failOpenCalls(): ModelEvent[] {
    return [...this.#calls.keys()].flatMap((id) => this.failCall(id));
  }

  /** A prompt is about to be sent. */
  beginTurn(): void {
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
    const { output: _output, ...said } = this.#clean(readToolUpdate(id, fields));
    const before = this.#calls.get(id);
    const hasInput = (said.input ?? before?.input) !== undefined;
    const isCommand = this.#given.quirks.titleIsCommand && (said.kind ?? before?.kind) === 'execute';
    const asked = isCommand && !hasInput ? { ...said, input: { command: said.title } } : said;
    // OpenCode's says less than the call does; only what is new is kept.
    const events = this.#update(before ? onlyMissing(asked, before) : asked);
    const call = this.#calls.get(id);
    return call && { call: { ...call, ...asked }, events };
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
        return id === undefined ? undefined : this.#update(this.#clean(readToolUpdate(id, update)));
      }
      case 'plan':
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
        return title ? [{ type: 'title', title }] : [];
      }
      default:
        return undefined;
    }
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
      (messageId === undefined ? this.#hasCalled : messageId !== this.#text.messageId);
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

  #update(given: ToolUpdate): ModelEvent[] {
    const before = this.#calls.get(given.id);
    const said = { ...(before ?? newCall(given.id)), ...given };
    const derived = said.kind === 'edit' && said.diffs.length === 0 ? diffsOfInput(said.input) : [];
    const call = derived.length > 0 ? { ...said, diffs: derived } : said;
    this.#calls.set(call.id, call);
    this.#forgetOld();
    const isNewInput = !isSame(call.input, before?.input);
    const entries = isNewInput ? planOfInput(call.input) : undefined;
    const plan: ModelEvent[] = entries ? [{ type: 'plan', entries }] : [];
    if (!before) {
      this.#hasCalled = true;
      this.#isThinking = false;
      return [{ type: 'tool', update: call }, ...plan];
    }
    // OpenCode says everything each time.
    const update = onlyChanged(call, before);
    return Object.keys(update).length > 1 ? [{ type: 'tool', update }, ...plan] : [];
  }

  #clean(update: ToolUpdate): ToolUpdate {
    const { clean } = this.#given;
    const { input, output, diffs, title } = update;
    return {
      ...update,
      ...defined({
        title: title === undefined ? undefined : clean(title),
        input: input === undefined ? undefined : cleanDeep(input, clean),
        output: output === undefined ? undefined : clean(output),
        diffs: diffs?.map((diff) => ({
          path: diff.path,
          old: diff.old === null ? null : clean(diff.old),
          new: clean(diff.new),
        })),
      }),
    };
  }

  #forgetOld(): void {
    if (this.#calls.size <= MAX_KNOWN_CALLS) return;
    for (const [id, call] of this.#calls) {
      if (isOpen(call)) continue;
      this.#calls.delete(id);
      return;
    }
  }

  #skip(what: string): ModelEvent[] {
    if (this.#unknown.has(what)) return [];
    this.#unknown.add(what);
    return [{ type: 'notice', text: `${this.#given.agent} sent ${what}, which qmux does not know` }];
  }
}

const isOpen = ({ status }: ToolCall): boolean => status === 'pending' || status === 'in_progress';

const newCall = (id: string): ToolCall => ({
  id,
  kind: 'other',
  title: '',
  status: 'pending',
  output: '',
  diffs: [],
  paths: [],
});

function onlyChanged(call: ToolCall, before: ToolCall): ToolUpdate {
  const changed = Object.entries(call).filter(
    ([name, value]) => !isSame(value, before[name as keyof ToolCall]),
  );
  return { ...Object.fromEntries(changed), id: call.id };
}

/** What of the update the call lacks. */
const onlyMissing = ({ input, diffs, paths }: ToolUpdate, call: ToolCall): ToolUpdate => ({
  id: call.id,
  ...defined({
    input: call.input === undefined ? input : undefined,
    diffs: call.diffs.length === 0 ? diffs : undefined,
    paths: call.paths.length === 0 ? paths : undefined,
  }),
});

function cleanDeep(value: unknown, clean: (text: string) => string): unknown {
  if (typeof value === 'string') return clean(value);
  if (Array.isArray(value)) return value.map((each) => cleanDeep(each, clean));
  const fields = asFields(value);
  if (!fields) return value;
  return Object.fromEntries(Object.entries(fields).map(([name, each]) => [name, cleanDeep(each, clean)]));
}

function readUsage(fields: Fields): Usage {
  const amount = asAmount(fieldAt(fields, 'cost', 'amount'));
  const currency = asText(fieldAt(fields, 'cost', 'currency'));
  return defined({
    used: asAmount(fields['used']),
    size: asAmount(fields['size']),
    cost: amount === undefined || currency === undefined ? undefined : { amount, currency },
  });
}

function readCommand(fields: Fields): AgentCommand[] {
  const name = asText(fields['name']);
  if (name === undefined || name === '') return [];
  const hint = asText(fieldAt(fields, 'input', 'hint'));
  return [{ name, summary: asText(fields['description']) ?? '', ...defined({ hint }) }];
}
