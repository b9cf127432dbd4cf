// A transcript of Gemini CLI (pure): tmp/PROJECT/chats/session-….jsonl is a log of changes that is replayed,
// session-….json (before 0.2x) one object. Owns replaying, and which messages a person typed. Seen of 0.19.4
// and 0.61.0.

import type { ReadConversation } from '../transcripts/unit.js';
import {
  ConversationBuilder,
  fieldsOf,
  listOf,
  nameFrom,
  parseFields,
  textOf,
  timeOf,
  type Fields,
} from './conversation-builder.js';

/** Parts of a message that the program puts before what was typed. */
const CONTEXT = /^\s*<(?:session_context|loaded_context)>/;
/** What it says in the place of a person. */
const INJECTED = /^(?:I ran the following shell command:|You have stopped calling tools)/;

/** directory: as the folder above says it. */
export function readGemini(text: string, file: string, directory: string | undefined): ReadConversation[] {
  const { header, messages } = file.endsWith('.json') ? readObject(text) : replay(text);
  const said = new ConversationBuilder();
  for (const message of messages) addMessage(said, message);
  const conversation = textOf(header['sessionId']);
  const name = nameFrom(textOf(header['summary']), said.firstQuestion, 'gemini');
  return [
    {
      source: 'gemini',
      file,
      ...(conversation !== '' && { conversation }),
      ...(directory !== undefined && { directory }),
      name: header['kind'] === 'subagent' ? `${name} (helper)` : name,
      units: said.units(),
    },
  ];
}

interface Replayed {
  header: Fields;
  messages: Iterable<Fields>;
}

function readObject(text: string): Replayed {
  const header = parseFields(text);
  return { header, messages: listOf(header['messages']).map(fieldsOf) };
}

/** The same id again replaces a message. A resumption repeats all with new times: the first ones count. */
function replay(text: string): Replayed {
  let header: Fields = {};
  let messages = new Map<string, Fields>();
  const firstTimes = new Map<string, unknown>();
  const put = (message: Fields): void => {
    const id = textOf(message['id']);
    if (!firstTimes.has(id)) firstTimes.set(id, message['timestamp']);
    messages.set(id, { ...message, timestamp: firstTimes.get(id) });
  };
  for (const line of text.split('\n')) {
    const record = parseFields(line);
    const changed = fieldsOf(record['$set']);
    if (record['$rewindTo'] !== undefined) {
      const ids = [...messages.keys()];
      const from = ids.indexOf(textOf(record['$rewindTo']));
      if (from >= 0) for (const id of ids.slice(from)) messages.delete(id);
    } else if (record['$set'] !== undefined) {
      if (Array.isArray(changed['messages'])) {
        messages = new Map();
        for (const message of listOf(changed['messages'])) put(fieldsOf(message));
      }
      header = { ...header, ...changed };
    } else if (record['sessionId'] !== undefined && record['type'] === undefined)
      header = { ...header, ...record };
    else if (record['id'] !== undefined) put(record);
  }
  return { header, messages: messages.values() };
}

function addMessage(said: ConversationBuilder, message: Fields): void {
  const at = timeOf(message['timestamp']);
  if (message['type'] === 'user') {
    const text = contentOf(message['displayContent'] ?? message['content']);
    if (text === '') return;
    if (INJECTED.test(text)) said.add('note', text, at);
    else said.ask(textOf(message['id']) || undefined, at, text);
    return;
  }
  if (message['type'] !== 'gemini') return;
  for (const thought of listOf(message['thoughts'])) {
    const { subject, description } = fieldsOf(thought);
    said.add('thought', [textOf(subject), textOf(description)].join('\n'));
  }
  for (const call of listOf(message['toolCalls'])) {
    const { name, args, resultDisplay, result } = fieldsOf(call);
    said.addTool(name, args, resultDisplay ?? result);
  }
  said.add('answer', contentOf(message['content']), at);
}

function contentOf(content: unknown): string {
  if (typeof content === 'string') return content;
  return listOf(content)
    .map((part) => (typeof part === 'string' ? part : textOf(fieldsOf(part)['text'])))
    .filter((text) => text !== '' && !CONTEXT.test(text))
    .join('\n');
}
