// A transcript of Claude Code (pure): projects/DIRECTORY/ID.jsonl, one record a line. Owns which records a
// person typed, what was said and run, and what repeats or injects text: 95 % of the bytes, which are not
// parsed. Seen of 2.0.60 and 2.1.332.

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

/** Lines without one of these are skipped unparsed. */
const WANTED = /"type":"(?:user|assistant|custom-title|ai-title|summary)"/;

/** What the program puts in a person's mouth, where no field says so. */
const INJECTED =
  /^(?:<system-reminder>|<command-name>|<local-command-|<bash-input>|<bash-stdout>|<task-notification>|Caveat: The messages below|\[Request interrupted|This session is being continued|Warmup)/;

export function readClaude(lines: Iterable<string>, file: string): ReadConversation[] {
  const said = new ConversationBuilder();
  let [conversation, directory, custom, generated] = ['', '', '', ''];
  let isHelper = false;
  for (const line of lines) {
    if (!WANTED.test(line)) continue;
    const record = parseFields(line);
    conversation ||= textOf(record['sessionId']);
    directory ||= textOf(record['cwd']);
    switch (record['type']) {
      case 'custom-title':
        custom = textOf(record['customTitle']);
        break;
      case 'ai-title':
      case 'summary':
        generated = textOf(record['aiTitle'] ?? record['summary']);
        break;
      case 'assistant':
        addAnswer(said, record);
        break;
      case 'user':
        isHelper ||= record['isSidechain'] === true;
        addUser(said, record);
        break;
    }
  }
  const name = nameFrom(custom || generated, said.firstQuestion, 'claude');
  return [
    {
      source: 'claude',
      file,
      ...(conversation !== '' && { conversation }),
      ...(directory !== '' && { directory }),
      name: isHelper ? `${name} (helper)` : name,
      units: said.units(),
    },
  ];
}

function addUser(said: ConversationBuilder, record: Fields): void {
  const { content } = fieldsOf(record['message']);
  const at = timeOf(record['timestamp']);
  const blocks = typeof content === 'string' ? [{ type: 'text', text: content }] : listOf(content);
  for (const each of blocks) {
    const block = fieldsOf(each);
    if (block['type'] === 'tool_result') said.addTool(outputOf(block['content']));
    else if (block['type'] === 'text') {
      const text = textOf(block['text']);
      if (record['isMeta'] === true) continue;
      if (isTyped(record, text)) said.ask(textOf(record['uuid']) || undefined, at, text);
      else said.add('note', text, at);
    }
  }
}

/** Text, or blocks of which some are text. */
const outputOf = (content: unknown): unknown =>
  typeof content === 'string' ? content : listOf(content).map((block) => fieldsOf(block)['text']);

function isTyped(record: Fields, text: string): boolean {
  if (record['isCompactSummary'] === true) return false;
  const source = record['promptSource'];
  if (typeof source === 'string') return ['typed', 'queued', 'sdk'].includes(source);
  return !INJECTED.test(text);
}

function addAnswer(said: ConversationBuilder, record: Fields): void {
  for (const each of listOf(fieldsOf(record['message'])['content'])) {
    const block = fieldsOf(each);
    if (block['type'] === 'text') said.add('answer', textOf(block['text']));
    else if (block['type'] === 'thinking') said.add('thought', textOf(block['thinking']));
    else if (block['type'] === 'tool_use') said.addTool(block['name'], block['input']);
  }
}
