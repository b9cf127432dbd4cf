// What a tool call of an agent carries (pure): its content and raw output as plain text, diffs or a plan,
// and the fields of a call that an update changes. Leaves keeping calls to known-calls.ts, and how much of
// them is kept to tool-text.ts.

import {
  commandOf,
  type FileDiff,
  type PlanEntry,
  type ToolKind,
  type ToolStatus,
  type ToolUpdate,
} from '../model-event.js';
import { asFields, asFieldsList, asText, defined, fieldAt, type Fields } from './wire-fields.js';

const KINDS: readonly ToolKind[] = [
  'read',
  'edit',
  'delete',
  'move',
  'search',
  'execute',
  'think',
  'fetch',
  'switch_mode',
  'other',
];
const STATUSES: readonly ToolStatus[] = ['pending', 'in_progress', 'completed', 'failed'];

/**
 * The fields of a tool_call, of a tool_call_update or of a permission's toolCall. id: of the call.
 * bookkeeping: fields of its input that are of no use to a reader.
 */
export function readToolUpdate(id: string, fields: Fields, bookkeeping: readonly string[] = []): ToolUpdate {
  const content = Array.isArray(fields['content']) ? asFieldsList(fields['content']) : undefined;
  const diffs = content?.flatMap(readDiff) ?? [];
  const input = withoutBookkeeping(fields['rawInput'] ?? undefined, bookkeeping, diffs);
  return {
    id,
    ...defined({
      kind: KINDS.find((kind) => kind === fields['kind']) ?? kindOfTool(fields),
      title: asText(fields['title']),
      status: STATUSES.find((status) => status === fields['status']),
      // Claude announces a call before its input has arrived.
      input: isEmpty(input) ? undefined : input,
      output: readOutput(content, fields['rawOutput'], input),
      // Claude and OpenCode replace the diff by a text when the call ends.
      diffs: diffs.length > 0 ? diffs : undefined,
      paths: Array.isArray(fields['locations'])
        ? asFieldsList(fields['locations']).flatMap(({ path }) => asText(path) ?? [])
        : undefined,
    }),
  };
}

/** What Codex repeats of a session has no kinds: its calls are named after the tool alone. */
function kindOfTool({ title, rawInput }: Fields): ToolKind | undefined {
  const isShell = title === 'exec_command' || title === 'shell_command' || title === 'shell';
  return isShell && commandOf(rawInput) !== undefined ? 'execute' : undefined;
}

function withoutBookkeeping(input: unknown, names: readonly string[], diffs: readonly FileDiff[]): unknown {
  const fields = asFields(input);
  if (!fields) return input;
  const hidden = new Set(names);
  if (names.length > 0 && areShown(fields['changes'], diffs)) hidden.add('changes');
  if (isShown(fields['diff'], diffs)) hidden.add('diff');
  if (hidden.size === 0) return input;
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !hidden.has(name)));
}

/** Whether the diffs say all of Codex' changes: a file that is removed or moved is not among them. */
function areShown(changes: unknown, diffs: readonly FileDiff[]): boolean {
  const entries = Object.entries(asFields(changes) ?? {});
  return entries.every(
    ([path, change]) =>
      diffs.some((diff) => diff.path === path) &&
      fieldAt(change, 'type') !== 'delete' &&
      (fieldAt(change, 'move_path') ?? undefined) === undefined,
  );
}

/** Whether the diffs are of all the files of the patch that OpenCode puts beside them. */
function isShown(patch: unknown, diffs: readonly FileDiff[]): boolean {
  const lines = asText(patch)?.match(/^(?:---|\+\+\+|Index:) .*$/gm) ?? [];
  const paths = lines.map((line) => line.replace(/^\S+ /, '').trim());
  return paths.length > 0 && paths.every((path) => diffs.some((diff) => diff.path === path));
}

const isEmpty = (value: unknown): boolean => {
  const fields = asFields(value);
  return fields !== undefined && Object.keys(fields).length === 0;
};

/** undefined: nothing is said about it. */
function readOutput(
  content: readonly Fields[] | undefined,
  rawOutput: unknown,
  input: unknown,
): string | undefined {
  // What Claude shows of a command before it has run.
  const description = asText(fieldAt(input, 'description'));
  const texts = (content ?? []).flatMap(readText).filter((text) => text !== description);
  if (texts.length > 0) return texts.map(unfence).join('\n');
  const raw = readRawOutput(rawOutput);
  if (raw !== undefined) return raw;
  return content === undefined || content.length > 0 ? undefined : '';
}

/** The text of a content item; of an image or a link, what it is. */
export function readText(item: Fields): string[] {
  if (item['type'] !== 'content') return [];
  const block = asFields(item['content']);
  const text = readBlock(block);
  return text === undefined ? [] : [text];
}

/** A content block as text; undefined: it is none of the protocol's. */
export function readBlock(block: Fields | undefined): string | undefined {
  if (!block) return undefined;
  switch (block['type']) {
    case 'text':
      return asText(block['text']);
    case 'image':
    case 'audio':
      return `[${block['type']}${asText(block['mimeType']) ? `: ${asText(block['mimeType'])}` : ''}]`;
    case 'resource_link':
      return asText(block['uri']) ?? asText(block['name']);
    case 'resource':
      return asText(fieldAt(block, 'resource', 'text')) ?? asText(fieldAt(block, 'resource', 'uri'));
    default:
      return undefined;
  }
}

/** A text that is one code block, without its fences: it is output, not Markdown. */
function unfence(text: string): string {
  const [, fence, inner] = /^(`{3,})[^\n`]*\n([\s\S]*?)\n?\1\s*$/.exec(text) ?? [];
  return fence === undefined || inner === undefined || inner.includes(`\n${fence}`) ? text : inner;
}

/** What Codex tells its model before the output of a command. */
const CODEX_HEADER =
  /^Chunk ID: [^\n]*\nWall time: [^\n]*\n(?:Process [^\n]*\n)?(?:Original token count: [^\n]*\n)?Output:\n/;

/** Of Codex, OpenCode and others: where the text is in what a tool returned. */
function readRawOutput(raw: unknown): string | undefined {
  const text = asText(raw);
  if (text !== undefined) return text.replace(CODEX_HEADER, '');
  const fields = asFields(raw);
  if (!fields) return undefined;
  for (const name of ['aggregated_output', 'formatted_output', 'output', 'error', 'text', 'message']) {
    const found = asText(fields[name]);
    if (found !== undefined && found !== '') return found;
  }
  const streams = [asText(fields['stdout']), asText(fields['stderr'])].filter((each) => each);
  if (streams.length > 0) return streams.join('\n');
  const blocks = asFieldsList(fields['content']).flatMap((block) => readBlock(block) ?? []);
  return blocks.length > 0 ? blocks.join('\n') : undefined;
}

function readDiff(item: Fields): FileDiff[] {
  const path = asText(item['path']);
  const text = asText(item['newText']);
  if (item['type'] !== 'diff' || path === undefined || text === undefined) return [];
  return [{ path, old: asText(item['oldText']) ?? null, new: text }];
}

/**
 * The change that a call to edit a file is going to make, by its input: OpenCode gives a diff only where it
 * asks before. Empty: the input does not say.
 */
export function diffsOfInput(input: unknown): FileDiff[] {
  const fields = asFields(input);
  const path = asText(fields?.['filePath']) ?? asText(fields?.['file_path']);
  if (!fields || path === undefined) return [];
  const whole = asText(fields['content']);
  if (whole !== undefined) return [{ path, old: null, new: whole }];
  const old = asText(fields['oldString']) ?? asText(fields['old_string']);
  const text = asText(fields['newString']) ?? asText(fields['new_string']);
  return old === undefined || text === undefined ? [] : [{ path, old, new: text }];
}

/** The plan that a call sets; undefined: it sets none. OpenCode reports its plans in this way alone. */
export function planOfInput(input: unknown): PlanEntry[] | undefined {
  const todos = asFieldsList(fieldAt(input, 'todos'));
  const entries = todos.flatMap(readPlanEntry);
  return entries.length > 0 && entries.length === todos.length ? entries : undefined;
}

/** Nothing: it is not an entry. */
export function readPlanEntry(fields: Fields): PlanEntry[] {
  const text = asText(fields['content']);
  if (text === undefined) return [];
  const { status } = fields;
  return [{ text, status: status === 'in_progress' || status === 'completed' ? status : 'pending' }];
}
