// What an export has of a turn beside question and answer, as records: reasoning, tool calls with what was
// asked about them, usage. Owns making them; each goes through the check of a transcript. Invariant: a part
// that is damaged is named, and never becomes a record.

import type { TranscriptRecord } from '../chat/transcript-record.js';
import { isRecord } from './shape-check.js';
import { checkTranscriptRecord } from './transcript-check.js';

/** turn: as in the file, its id valid; at: when it was asked, in ms. Throws an Error for a damaged part. */
export function partsOf(turn: Readonly<Record<string, unknown>>, at: number): TranscriptRecord[] {
  const { id, thought, tools, usage } = turn;
  const parts = [
    ...(thought === undefined ? [] : [{ type: 'thought', turn: id, text: thought, at }]),
    ...(Array.isArray(tools) ? tools.flatMap((tool) => toolRecords(tool, { turn: id, at })) : []),
    ...(usage === undefined ? [] : [{ type: 'usage', turn: id, usage, at }]),
  ];
  return parts.map((part) => {
    const record = checkTranscriptRecord(part);
    if ('type' in record) return record;
    throw new Error('wrong' in record ? record.wrong : record.unknown);
  });
}

function toolRecords(tool: unknown, { turn, at }: { turn: unknown; at: number }): object[] {
  if (!isRecord(tool)) return [{ type: 'tool' }];
  const { id, input, asked, unasked, ...call } = tool;
  const { kind, title, status, output, diffs } = call;
  const paths = Array.isArray(diffs) ? diffs.map((diff) => (isRecord(diff) ? diff['path'] : undefined)) : [];
  return [
    {
      type: 'tool',
      turn,
      id,
      kind,
      title,
      status,
      ...(input === null || input === undefined ? {} : { input }),
      output,
      diffs,
      paths: [...new Set(paths)],
      ...(unasked === true ? { unasked } : {}),
      at,
    },
    ...(isRecord(asked) ? askedRecords(asked, { turn, tool: String(id) }) : []),
  ];
}

/** It is known by its call: an export has no id of it. */
function askedRecords(
  { text, options, option, reason, at }: Readonly<Record<string, unknown>>,
  { turn, tool }: { turn: unknown; tool: string },
): object[] {
  const time = typeof at === 'string' ? Date.parse(at) : at;
  const id = `asked-${tool}`;
  return [
    { type: 'asked', turn, id, kind: 'permission', text, options, tool, at: time },
    {
      type: 'answered',
      turn,
      id,
      ...(option === null || option === undefined ? {} : { option }),
      ...(reason === null || reason === undefined ? {} : { reason }),
      at: time,
    },
  ];
}
