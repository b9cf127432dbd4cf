// The editing keys of a prompt (pure): those of readline, and what other editors have for the same. Owns the
// table. Leaves sending, history, menus and the keys of the chat to chat-prompt.ts and line-editor.ts.

import type { EditBuffer } from './edit-buffer.js';
import { isText } from './plain-key.js';

type Edit = (buffer: EditBuffer) => void;

const byUnit = (buffer: EditBuffer): { back: number; forward: number } => ({
  back: buffer.units.back(buffer.cursor),
  forward: buffer.units.forward(buffer.cursor),
});
const lineOf = ({ units, cursor }: EditBuffer): { start: number; end: number } => ({
  start: units.lineStart(cursor),
  end: units.lineEnd(cursor),
});

const left: Edit = (buffer) => buffer.moveTo(byUnit(buffer).back);
const right: Edit = (buffer) => buffer.moveTo(byUnit(buffer).forward);
const wordLeft: Edit = (buffer) => buffer.moveTo(buffer.units.wordBack(buffer.cursor));
const wordRight: Edit = (buffer) => buffer.moveTo(buffer.units.wordForward(buffer.cursor));
const toLineStart: Edit = (buffer) => buffer.moveTo(lineOf(buffer).start);
const toLineEnd: Edit = (buffer) => buffer.moveTo(lineOf(buffer).end);
const toStart: Edit = (buffer) => buffer.moveTo(0);
const toEnd: Edit = (buffer) => buffer.moveTo(buffer.inside.length);
const deleteBack: Edit = (buffer) => buffer.deleteTo(byUnit(buffer).back);
const deleteForward: Edit = (buffer) => buffer.deleteTo(byUnit(buffer).forward);
const killWordBack: Edit = (buffer) => buffer.killTo(buffer.units.wordBack(buffer.cursor));
const killWordForward: Edit = (buffer) => buffer.killTo(buffer.units.wordForward(buffer.cursor));
const killFilledBack: Edit = (buffer) => buffer.killTo(buffer.units.filledBack(buffer.cursor));
/** At the end of a line the end itself: the next line is joined. */
const killToLineEnd: Edit = (buffer) => {
  const { end } = lineOf(buffer);
  buffer.killTo(end === buffer.cursor ? byUnit(buffer).forward : end);
};
const killToLineStart: Edit = (buffer) => {
  const { start } = lineOf(buffer);
  buffer.killTo(start === buffer.cursor ? byUnit(buffer).back : start);
};
const newLine: Edit = (buffer) => buffer.insert('\n');
const undo: Edit = (buffer) => void buffer.undo();
const redo: Edit = (buffer) => void buffer.redo();

/** Exchanges the characters around the cursor; at the end of a line the last two. */
const transpose: Edit = (buffer) => {
  const { start, end } = lineOf(buffer);
  const { units, cursor, inside } = buffer;
  const middle = cursor === end ? units.back(cursor) : cursor;
  if (middle <= start) return;
  const [from, to] = [units.back(middle), units.forward(middle)];
  buffer.replace(from, to, inside.slice(middle, to) + inside.slice(from, middle));
};

const EDITS: ReadonlyMap<string, Edit> = new Map([
  ['\x1b[D', left],
  ['\x1bOD', left],
  ['\x02', left],
  ['\x1b[C', right],
  ['\x1bOC', right],
  ['\x06', right],
  ['\x1bb', wordLeft],
  ['\x1b[1;3D', wordLeft],
  ['\x1b[1;5D', wordLeft],
  ['\x1bf', wordRight],
  ['\x1b[1;3C', wordRight],
  ['\x1b[1;5C', wordRight],
  ['\x01', toLineStart],
  ['\x1b[H', toLineStart],
  ['\x1bOH', toLineStart],
  ['\x1b[1~', toLineStart],
  ['\x1b[7~', toLineStart],
  ['\x05', toLineEnd],
  ['\x1b[F', toLineEnd],
  ['\x1bOF', toLineEnd],
  ['\x1b[4~', toLineEnd],
  ['\x1b[8~', toLineEnd],
  ['\x1b<', toStart],
  ['\x1b[1;5H', toStart],
  ['\x1b>', toEnd],
  ['\x1b[1;5F', toEnd],
  ['\x7f', deleteBack],
  ['\x08', deleteBack],
  ['\x04', deleteForward],
  ['\x1b[3~', deleteForward],
  ['\x17', killFilledBack],
  ['\x1b\x7f', killWordBack],
  ['\x1b\x08', killWordBack],
  ['\x1bd', killWordForward],
  ['\x1b[3;3~', killWordForward],
  ['\x1b[3;5~', killWordForward],
  ['\x0b', killToLineEnd],
  ['\x15', killToLineStart],
  ['\x19', (buffer) => buffer.yank()],
  ['\x1by', (buffer) => buffer.yankOlder()],
  ['\x14', transpose],
  ['\x1f', undo],
  ['\x18\x15', undo],
  ['\x18\x12', redo],
  ['\n', newLine],
  ['\x1b\r', newLine],
  ['\x1b\n', newLine],
]);

/** data: the bytes of one key, those of a key after Ctrl-X behind it. False: it edits nothing. */
export function pressEditKey(buffer: EditBuffer, data: string): boolean {
  const edit = EDITS.get(data);
  if (edit) edit(buffer);
  else if (isText(data)) buffer.insert(data);
  else return false;
  return true;
}
