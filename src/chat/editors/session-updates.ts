// A conversation as the updates of an agent (pure): what an editor that is attached to a chat is told, of the
// turns so far and of each record that follows. The reverse of agents/agent-updates.ts. Leaves questions to
// asked-request.ts. Invariant: what an editor is told is in the transcript.

import { answerFrom, type Conversation, type Turn, type TurnPart } from '../conversation.js';
import type { PlanEntry, ToolCall, Usage } from '../model-event.js';
import type { TranscriptRecord } from '../transcript-record.js';
import { findCall } from '../turn-parts.js';
import type { Update } from './editor-lines.js';

const asChunk = (sessionUpdate: string, text: string): Update => ({
  sessionUpdate,
  content: { type: 'text', text },
});

export const textUpdate = (text: string): Update => asChunk('agent_message_chunk', text);

/** directory: of the session; the protocol wants absolute paths. */
export function updatesOfTurn(turn: Turn, directory: string): Update[] {
  const updates: Update[] = [asChunk('user_message_chunk', turn.question)];
  let told = 0;
  const tellText = (to: number): void => {
    const text = answerFrom(turn, told, to);
    if (text !== '') updates.push(textUpdate(text));
    told = to;
  };
  for (const { part, offset } of turn.parts) {
    tellText(offset);
    updates.push(...updatesOfPart(part, directory));
  }
  tellText(turn.answer.length);
  if (turn.plan) updates.push(planUpdate(turn.plan));
  if (turn.usage) updates.push(...usageUpdates(turn.usage));
  if (turn.finish !== undefined) updates.push(...faultUpdates(turn.error));
  return updates;
}

function updatesOfPart(part: TurnPart, directory: string): Update[] {
  switch (part.type) {
    case 'thought':
      return [asChunk('agent_thought_chunk', part.thought.text)];
    case 'tool':
      return [{ sessionUpdate: 'tool_call', ...toolCallOf(part.made.call, directory) }];
    case 'note':
    case 'asked':
      return [];
  }
}

/** Of the protocol, whole: an update of its content replaces all of it. */
export function toolCallOf(
  { id, title, kind, status, input, output, diffs, paths }: ToolCall,
  directory: string,
): { toolCallId: string } & Readonly<Record<string, unknown>> {
  return {
    toolCallId: id,
    title,
    kind,
    status,
    ...(input === undefined ? {} : { rawInput: input }),
    content: [
      ...diffs.map((diff) => ({
        type: 'diff',
        path: absolute(diff.path, directory),
        oldText: diff.old,
        newText: diff.new,
      })),
      ...(output === '' ? [] : [{ type: 'content', content: { type: 'text', text: output } }]),
    ],
    locations: paths.map((path) => ({ path: absolute(path, directory) })),
  };
}

const absolute = (path: string, directory: string): string =>
  path.startsWith('/') ? path : `${directory}/${path}`;

/** The protocol wants a priority, of which nothing is known here. */
const planUpdate = (entries: readonly PlanEntry[]): Update => ({
  sessionUpdate: 'plan',
  entries: entries.map(({ text, status }) => ({ content: text, status, priority: 'medium' })),
});

const usageUpdates = ({ used, size, cost }: Usage): Update[] =>
  used === undefined || size === undefined
    ? []
    : [{ sessionUpdate: 'usage_update', used, size, ...(cost && { cost }) }];

const faultUpdates = (error: string | undefined): Update[] =>
  error === undefined ? [] : [textUpdate(`\n\n(${error})`)];

export interface LiveTurns {
  /** As it was before the record. */
  conversation: Readonly<Conversation>;
  directory: string;
  /** The editor has the question of this turn already, and learns of its end in another way. */
  isOwn(turn: string): boolean;
}

/** What a record that is about to take effect says to an editor. */
export function updatesOfRecord(record: TranscriptRecord, live: LiveTurns): Update[] {
  switch (record.type) {
    case 'begin': {
      if (live.isOwn(record.id)) return [];
      const question = live.conversation.queued.find(({ id }) => id === record.id);
      return question ? [asChunk('user_message_chunk', question.text)] : [];
    }
    case 'piece':
      return [textUpdate(record.text)];
    case 'thought':
      return [asChunk('agent_thought_chunk', record.text)];
    case 'tool':
      return updatesOfCall(record, live);
    case 'plan':
      return [planUpdate(record.entries)];
    case 'usage':
      return usageUpdates({ ...findTurn(live, record.turn)?.usage, ...record.usage });
    case 'finish':
      return live.isOwn(record.id) ? [] : faultUpdates(record.error);
    default:
      return [];
  }
}

function updatesOfCall(record: Extract<TranscriptRecord, { type: 'tool' }>, live: LiveTurns): Update[] {
  const { type: _type, turn, at: _at, unasked: _unasked, ...update } = record;
  const running = findTurn(live, turn);
  const known = running && findCall(running, record.id)?.call;
  const call: ToolCall = {
    kind: 'other',
    title: '',
    status: 'pending',
    output: '',
    diffs: [],
    paths: [],
    ...known,
    ...update,
  };
  return [{ sessionUpdate: known ? 'tool_call_update' : 'tool_call', ...toolCallOf(call, live.directory) }];
}

const findTurn = ({ conversation }: LiveTurns, id: string): Turn | undefined =>
  conversation.turns.findLast((turn) => turn.id === id);
