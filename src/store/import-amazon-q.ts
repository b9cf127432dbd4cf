// Reads the JSON that Amazon Q's command line saves (`/save` files, ~/.amazonq/sessions): a conversation
// whose history pairs a user's message with an assistant's. Tool results go back to the model as a user's
// message without a prompt, so a turn is a prompt and everything up to the next one. Source: conversation.rs
// and message.rs of amazon-q-developer-cli.

import type { Finish, TranscriptRecord } from '../chat/transcript-record.js';
import type { ImportedConversation, ImportedFile } from './imported-conversation.js';
import { isFolderName } from './imported-conversation.js';
import type { Pace } from '../loop/slice.js';
import { isRecord, listOf } from './shape-check.js';

/**
 * The question of a turn whose prompt is no longer in the file: long histories are cut at their beginning.
 */
const NO_PROMPT = '(the question is not in the file)';

/** The conversation itself, or the first field that contains one: session files wrap it. */
export function findConversation(value: unknown): Record<string, unknown> | undefined {
  if (!isRecord(value)) return undefined;
  if (Array.isArray(value['history'])) return value;
  const inner = Object.values(value).find((field) => isRecord(field) && Array.isArray(field['history']));
  return inner as Record<string, unknown> | undefined;
}

/** outer: the whole document, which may name it. Rejects with an Error that says what is wrong with it. */
export async function readAmazonQ(
  outer: unknown,
  { modifiedAt, digest }: ImportedFile,
  pace: Pace,
): Promise<ImportedConversation> {
  const conversation = findConversation(outer);
  const history = conversation?.['history'];
  if (!conversation || !Array.isArray(history)) throw new Error('it contains no history');
  if (history.length === 0) throw new Error('its history is empty');
  const reader = new HistoryReader(modifiedAt);
  for (const [at, entry] of history.entries()) {
    reader.add(entry, at + 1);
    await pace.pause();
  }
  reader.end();
  const id = textAt(conversation, 'conversation_id') ?? '';
  const name = textAt(outer, 'name');
  const model = textAt(conversation, 'model_info', 'model_id') ?? textAt(conversation, 'model');
  const note = `imported: a conversation with Amazon Q${model === undefined ? '' : ` (${model})`}`;
  const { questions, times, records } = reader;
  return {
    id: isFolderName(`q-${id}`) && id !== '' ? `q-${id}` : `q-${digest.slice(0, 32)}`,
    name,
    type: 'chat',
    model: undefined,
    cwd: reader.cwd,
    created: times[0] ?? modifiedAt,
    lastUsed: times.at(-1) ?? modifiedAt,
    turns: questions.length,
    firstQuestion: questions.find((question) => question !== NO_PROMPT),
    lastQuestion: questions.at(-1),
    records: [{ type: 'note', text: note, level: 'info', at: times[0] ?? modifiedAt }, ...records],
  };
}

class HistoryReader {
  readonly records: TranscriptRecord[] = [];
  readonly questions: string[] = [];
  readonly times: number[] = [];
  cwd: string | undefined;
  #finish: Finish = 'cut';
  #answered = false;

  readonly #modifiedAt: number;

  /** modifiedAt: of the file, for entries without a time. */
  constructor(modifiedAt: number) {
    this.#modifiedAt = modifiedAt;
  }

  /** entry: `{user, assistant, request_metadata}`, or `[user, assistant]` of older versions. */
  add(entry: unknown, position: number): void {
    const pair = Array.isArray(entry) ? entry : isRecord(entry) ? [entry['user'], entry['assistant']] : [];
    const [user, assistant] = pair as [unknown, unknown];
    const content = isRecord(user) ? user['content'] : undefined;
    const known = ['Prompt', 'ToolUseResults', 'CancelledToolUses'];
    if (!isRecord(content) || !known.some((kind) => kind in content))
      throw new Error(`entry ${position} of its history: the user's message is damaged`);
    const answer = findAnswer(assistant);
    if (!answer) throw new Error(`entry ${position} of its history: the assistant's message is damaged`);
    this.cwd ??= textAt(user, 'env_context', 'env_state', 'current_working_directory');
    const at = timeOf(user, entry) ?? this.times.at(-1) ?? this.#modifiedAt;
    const prompt = textAt(content, 'Prompt', 'prompt') || textAt(content, 'CancelledToolUses', 'prompt');
    if ('CancelledToolUses' in content) this.#finish = 'interrupted';
    if (prompt || this.questions.length === 0) this.#begin(prompt || NO_PROMPT, at);
    this.#answer(answer, at);
  }

  end(): void {
    const id = this.#id;
    if (this.questions.length > 0)
      this.records.push({ type: 'finish', id, finish: this.#finish, at: this.times.at(-1) ?? 0 });
  }

  get #id(): string {
    return `turn-${this.questions.length}`;
  }

  #begin(question: string, at: number): void {
    this.end();
    const parent = this.questions.length === 0 ? null : this.#id;
    this.questions.push(question);
    this.times.push(at);
    this.#answered = false;
    this.records.push({ type: 'question', id: this.#id, parent, text: question, at });
    // Not one of our models: a session recovered from its transcript would ask for it.
    this.records.push({ type: 'begin', id: this.#id, model: '', at });
  }

  #answer({ text, tools, isLast }: Answer, at: number): void {
    if (text !== '') {
      this.records.push({ type: 'piece', id: this.#id, text: this.#answered ? `\n\n${text}` : text });
      this.#answered = true;
    }
    if (tools.length > 0)
      this.records.push({ type: 'note', text: `used ${tools.join(', ')}`, level: 'info', at });
    this.#finish = isLast ? 'stop' : 'cut';
  }
}

interface Answer {
  text: string;
  tools: readonly string[];
  /** The model called no tool. */
  isLast: boolean;
}

/** `{Response: {content}}` or `{ToolUse: {content, tool_uses: [{name}]}}`. */
function findAnswer(assistant: unknown): Answer | undefined {
  const response = textAt(assistant, 'Response', 'content');
  if (response !== undefined) return { text: response, tools: [], isLast: true };
  const text = textAt(assistant, 'ToolUse', 'content');
  if (text === undefined) return undefined;
  const uses = (assistant as { ToolUse: Record<string, unknown> }).ToolUse['tool_uses'];
  const tools = listOf(isRecord)(uses)
    ? (uses as unknown[]).map((use) => textAt(use, 'name') ?? 'a tool')
    : [];
  return { text, tools, isLast: false };
}

/** RFC 3339 in the message, or the milliseconds at which its request began. */
function timeOf(user: unknown, entry: unknown): number | undefined {
  const told = Date.parse(textAt(user, 'timestamp') ?? '');
  if (!Number.isNaN(told)) return told;
  const metadata = isRecord(entry) ? entry['request_metadata'] : undefined;
  const began = isRecord(metadata) ? metadata['request_start_timestamp_ms'] : undefined;
  return typeof began === 'number' && Number.isFinite(began) && began >= 0 ? began : undefined;
}

function textAt(value: unknown, ...path: string[]): string | undefined {
  for (const name of path) value = isRecord(value) ? value[name] : undefined;
  return typeof value === 'string' ? value : undefined;
}
