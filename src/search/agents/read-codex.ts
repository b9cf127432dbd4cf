// A transcript of Codex (pure): sessions/YYYY/MM/DD/rollout-TIME-ID.jsonl. Every text stands in it two or
// three times. Owns which of them is taken: the items where the file has them, else the events. Seen of
// 0.63.0 and 0.171.0.

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

const WANTED = /"type":"(?:session_meta|turn_context|event_msg|response_item)"/;

/** titles: of conversations by their id. */
export function readCodex(
  lines: Iterable<string>,
  file: string,
  titles: ReadonlyMap<string, string>,
): ReadConversation[] {
  const said = new ConversationBuilder();
  let [conversation, directory] = ['', ''];
  let hasItems = false;
  let isHelper = false;
  for (const line of lines) {
    if (!WANTED.test(line)) continue;
    const record = parseFields(line);
    const payload = fieldsOf(record['payload']);
    const at = timeOf(record['timestamp']);
    switch (record['type']) {
      case 'session_meta':
        conversation ||= textOf(payload['id']);
        directory ||= textOf(payload['cwd']);
        hasItems = payload['history_mode'] === 'paginated';
        isHelper = payload['thread_source'] === 'subagent';
        break;
      case 'turn_context':
        directory ||= textOf(payload['cwd']);
        break;
      case 'event_msg':
        if (payload['type'] === 'item_completed') addItem(said, fieldsOf(payload['item']), at);
        else if (!hasItems) addEvent(said, payload, at);
        break;
      case 'response_item':
        if (!hasItems) addCall(said, payload);
        break;
    }
  }
  const name = nameFrom(titles.get(conversation) ?? '', said.firstQuestion, 'codex');
  return [
    {
      source: 'codex',
      file,
      ...(conversation !== '' && { conversation }),
      ...(directory !== '' && { directory }),
      name: isHelper ? `${name} (helper)` : name,
      units: said.units(),
    },
  ];
}

const textsOf = (content: unknown): string =>
  listOf(content)
    .map((part) => (typeof part === 'string' ? part : textOf(fieldsOf(part)['text'])))
    .join('\n');

function addItem(said: ConversationBuilder, item: Fields, at: number): void {
  switch (item['type']) {
    case 'UserMessage':
      said.ask(textOf(item['id']) || undefined, at, textsOf(item['content']));
      break;
    case 'AgentMessage':
      said.add('answer', textsOf(item['content']), at);
      break;
    case 'Reasoning':
      said.add('thought', textsOf(item['summary_text']), at);
      break;
    default:
      // Commands, changes of files, calls of other tools and agents.
      said.addTool(
        item['command'],
        item['aggregated_output'],
        item['changes'],
        item['arguments'],
        item['prompt'],
        item['result'],
      );
  }
}

function addEvent(said: ConversationBuilder, payload: Fields, at: number): void {
  if (payload['type'] === 'user_message') said.ask(undefined, at, textOf(payload['message']));
  else if (payload['type'] === 'agent_message') said.add('answer', textOf(payload['message']), at);
  else if (payload['type'] === 'agent_reasoning') said.add('thought', textOf(payload['text']), at);
}

/** Arguments and outputs are JSON in a string. */
function addCall(said: ConversationBuilder, payload: Fields): void {
  switch (payload['type']) {
    case 'function_call':
    case 'custom_tool_call':
      said.addTool(payload['name'], decoded(payload['arguments'] ?? payload['input']));
      break;
    case 'function_call_output':
    case 'custom_tool_call_output':
      said.addTool(decoded(payload['output']));
      break;
    case 'local_shell_call':
      said.addTool(payload['action']);
      break;
  }
}

function decoded(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}
