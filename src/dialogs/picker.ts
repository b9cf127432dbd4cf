// The session picker: type to narrow, arrows select, Enter switches, Tab marks several, open or archived.
// Owns filter, selection and marks. Leaves grouping to picker-groups.ts, what a row says to
// picker-columns.ts, the selected session's screen to session-preview.ts. Invariant: the selection follows a
// session, not a row, when the list changes.

import { formatKeyName } from '../keymap/key.js';
import type { Dialog, DialogStep, DialogView, Line, SpanRole } from './dialog-view.js';
import type { PickerLine, PickerRow } from './picker-groups.js';
import { pickerColumns, pickerRowLine } from './picker-columns.js';
import { bestRow, pickerLines } from './picker-groups.js';
import { filterLine } from './filter-line.js';
import { questionPreview, ShownQuestion } from './question-preview.js';
import { keepInView, scrollByKey } from './scrolling.js';
import { previewPart, type FindPreview, type SessionPreview } from './session-preview.js';
import type { TextField } from './text-field.js';
import { createTextField, insertText, pressInField } from './text-field.js';

interface State {
  rows: readonly PickerRow[];
  field: TextField;
  /** The first of these that is listed is selected; if none is, the first in the list. */
  wanted: readonly string[];
  top: number;
  archiveOpen: boolean;
  /** The marked sessions. */
  marked: ReadonlySet<string>;
  /** Why the last key did nothing. */
  note: string | undefined;
  shownQuestion: ShownQuestion;
  findPreview: FindPreview;
  /** Other machines are known, whose sessions can be listed. */
  hasHosts: boolean;
}

export interface Picker extends Dialog {
  readonly name: 'picker';
  /** Whose preview is shown. */
  readonly selectedSession: string | undefined;
  /** The same picker over a new list of sessions. */
  withRows(rows: readonly PickerRow[]): Picker;
}

export const isPicker = (dialog: Dialog): dialog is Picker => dialog.name === 'picker';

/** now: a monotonic clock, in ms. */
export const createPicker = (options: {
  rows: readonly PickerRow[];
  now(): number;
  findPreview: FindPreview;
  hasHosts?: boolean;
}): Picker =>
  pickerIn({
    rows: options.rows,
    field: createTextField(''),
    wanted: [],
    top: 0,
    archiveOpen: false,
    marked: new Set(),
    note: undefined,
    shownQuestion: new ShownQuestion(() => options.now()),
    findPreview: options.findPreview,
    hasHosts: options.hasHosts ?? false,
  });

/** The archive's header can be selected, to open it. */
const ARCHIVE = 'archive';

function pickerIn(state: State): Picker {
  const { field } = state;
  const lines = pickerLines(state.rows, field.text, { archiveOpen: state.archiveOpen });
  const ids = lines.flatMap((line) => idOf(line, state) ?? []);
  const listed = new Set(ids);
  const selected = state.wanted.find((id) => listed.has(id)) ?? bestRow(lines)?.sessionId ?? ids[0];
  const at = Math.max(0, ids.indexOf(selected ?? ''));
  const row = state.rows.find(({ sessionId }) => sessionId === selected);
  const { shownQuestion } = state;
  const question = row?.question;
  const questionKey = row?.question?.id === undefined ? undefined : `${row.sessionId} ${row.question.id}`;
  let pageRows = 1;

  const next = (change: Partial<State>): Picker =>
    pickerIn({ ...state, wanted: ids.slice(at, at + 1), note: undefined, ...change });
  const stay = (change: Partial<State>): DialogStep => ({ type: 'stay', dialog: next(change) });
  const narrowTo = (typed: TextField): DialogStep =>
    stay(typed.text === field.text ? { field: typed } : { field: typed, wanted: [], top: 0 });
  const close = (...commands: string[][]): DialogStep => ({ type: 'close', commands });
  const runAndStay = (...commands: string[][]): DialogStep => ({ type: 'run', dialog: next({}), commands });

  const refuse = (note: string): DialogStep => stay({ note });
  const marked = state.rows.filter(({ sessionId }) => state.marked.has(sessionId));
  /**
   * The sessions that a key applies to if it can apply to several: the marked ones, else the selected one.
   */
  const chosen = marked.length > 0 ? marked : row ? [row] : [];
  const meant = chosen.filter(({ archived }) => !archived);

  const mark = (target: PickerRow): DialogStep => {
    const toggled = new Set(state.marked);
    if (!toggled.delete(target.sessionId)) toggled.add(target.sessionId);
    const below = ids[Math.min(at + 1, ids.length - 1)];
    return stay({
      marked: toggled,
      wanted: below === undefined ? [] : [below],
      top: topFor(below, lines, state, pageRows),
    });
  };

  /** All that are listed; if they are all marked, none of them is any more. */
  const markListed = (): DialogStep => {
    const shown = lines.flatMap((line) => (line.type === 'row' ? line.row.sessionId : []));
    const areMarked = shown.every((id) => state.marked.has(id));
    return stay({
      marked: areMarked ? without(state.marked, shown) : new Set([...state.marked, ...shown]),
    });
  };

  const answer = (target: PickerRow, how: 'yes' | 'no'): DialogStep => {
    if (!target.question) return refuse(`${target.name} has no open question`);
    const { id, answers, mustBeWhole } = target.question;
    if (id === undefined || questionKey === undefined || !answers.includes(how))
      return refuse('go there to answer: Enter');
    if (!shownQuestion.isAnswerable(questionKey)) return refuse('this question has only just appeared');
    if (how === 'yes' && mustBeWhole && !shownQuestion.isWhole)
      return refuse('it does not fit here; go there to allow it: Enter');
    return runAndStay(['reply', `#${target.number}`, `--${how}`, '--question', id]);
  };

  const act = (name: string): DialogStep | undefined => {
    if (!row) return undefined;
    const word = wordFor(row);
    const numbers = meant.map(({ number }) => `#${number}`);
    switch (name) {
      case 'Enter':
        return close(row.archived ? ['reopen', word] : ['switch', word]);
      case 'Tab':
        return mark(row);
      case 'C-a':
        return markListed();
      case 'C-t':
        return runAndStay(['actions', ...chosen.map(({ sessionId }) => sessionId)]);
      case 'C-v':
      case 'C-x':
        return row.archived
          ? refuse(ARCHIVED)
          : close(['split', name === 'C-v' ? 'right' : 'below', '--session', word]);
      case 'C-r':
        return meant.length === 0 ? refuse(ARCHIVED) : runAndStay(['rename', '--ask', ...numbers]);
      case 'C-d':
        if (meant.length === 0) return refuse(ARCHIVED);
        return { type: 'run', dialog: next({ marked: new Set() }), commands: [['close', ...numbers]] };
      case 'C-o':
        return runAndStay(['export', '--ask', ...chosen.map(wordFor)]);
      case 'M-y':
      case 'M-n':
        return answer(row, name === 'M-y' ? 'yes' : 'no');
      default:
        return undefined;
    }
  };

  return {
    name: 'picker',
    selectedSession: row?.sessionId,
    // When the selected session leaves the list, the one below it is selected, else the one above: a second
    // C-d must not close a session somewhere else in the list.
    withRows: (rows) =>
      next({
        rows,
        wanted: [...ids.slice(at), ...ids.slice(0, at).reverse()],
        marked: stillMarked(state, rows),
      }),
    press(key): DialogStep {
      const name = formatKeyName(key);
      if (name === 'Escape' || name === 'C-c')
        return field.text === '' ? close() : narrowTo(createTextField(''));
      if (name === 'C-n') return close(['tab', 'new']);
      if (selected === ARCHIVE && (name === 'Enter' || name === 'Right')) return stay({ archiveOpen: true });
      // Only the letter itself gives an answer, not the key's position on another layout.
      if ((name === 'M-y' || name === 'M-n') && key.typed !== undefined) return stay({});
      if (name === 'M-h' && state.hasHosts) return key.typed === undefined ? runAndStay(['hosts']) : stay({});
      const acted = act(name);
      if (acted) return acted;
      const moved = scrollByKey(name, at, { pageRows, last: Math.max(0, ids.length - 1) });
      if (moved !== at)
        return stay({
          wanted: ids.slice(moved, moved + 1),
          top: topFor(ids[moved], lines, state, pageRows),
        });
      return narrowTo(pressInField(field, key) ?? field);
    },
    paste: (text) => narrowTo(insertText(field, text)),
    view(room) {
      const drawn = question && questionPreview(question.text, room);
      shownQuestion.draw(questionKey, question !== undefined && question.isWhole && drawn?.isWhole === true);
      const asked = drawn ? [[], ...drawn.lines] : [];
      const preview = previewPart(room, {
        belowRows: asked.length,
        find: (part) => (row ? (state.findPreview(row.sessionId, part) ?? rowPreview(row)) : NOTHING),
      });
      const below = [...preview.lines, ...asked];
      const listRows = Math.max(1, room.rows - below.length);
      pageRows = Math.max(1, listRows - 1);
      const top = topFor(selected, lines, state, pageRows);
      const shown = lines.slice(top, top + listRows - 1);
      const filter = filterLine(field, room.cols);
      const columns = pickerColumns(state.rows, room.cols);
      const selectedLine = shown.findIndex((line) => idOf(line, state) === selected);
      const list: Line[] = [
        filter.line,
        ...shown.map((line) =>
          line.type === 'group'
            ? groupLine(line)
            : pickerRowLine(line.row, columns, state.marked.has(line.row.sessionId)),
        ),
        ...(lines.length === 0 && room.rows > 1
          ? [[{ text: 'no session matches', role: 'dim' as const }]]
          : []),
      ];
      // The preview stays in place while the list grows shorter.
      if (preview.lines.length > 0) while (list.length < listRows) list.push([]);
      const { screen } = preview;
      return {
        placement: 'centre',
        title: marked.length > 0 ? `sessions, ${marked.length} marked` : 'sessions',
        lines: [...list, ...below],
        ...(screen ? { screen: { ...screen, from: list.length + screen.from } } : {}),
        ...(selectedLine >= 0 ? { selected: selectedLine + 1 } : {}),
        ...footerOf({
          note: state.note,
          answers: questionKey === undefined ? [] : (question?.answers ?? []),
          marked: marked.length,
          hosts: state.hasHosts,
        }),
        cursor: { line: 0, col: filter.caretCol },
      };
    },
  };
}

/** A mark is for an open session or for an archived one: it goes where that changes. */
function stillMarked({ marked, rows: before }: State, rows: readonly PickerRow[]): ReadonlySet<string> {
  if (marked.size === 0) return marked;
  const wereArchived = new Map(before.map(({ sessionId, archived }) => [sessionId, archived]));
  const changed = rows.filter(
    ({ sessionId, archived }) => marked.has(sessionId) && wereArchived.get(sessionId) !== archived,
  );
  return changed.length === 0
    ? marked
    : without(
        marked,
        changed.map(({ sessionId }) => sessionId),
      );
}

function without(marked: ReadonlySet<string>, ids: readonly string[]): ReadonlySet<string> {
  const gone = new Set(ids);
  return new Set([...marked].filter((id) => !gone.has(id)));
}

const wordFor = ({ archived, sessionId, number }: PickerRow): string => (archived ? sessionId : `#${number}`);

const ARCHIVED = 'archived: Enter reopens it, Ctrl-t offers more';

/** The most wanted first. */
function footerOf(has: {
  note: string | undefined;
  answers: readonly ('yes' | 'no')[];
  marked: number;
  hosts: boolean;
}): Pick<DialogView, 'footer' | 'isNote'> {
  if (has.note !== undefined) return { footer: `${has.note}  Esc`, isNote: true };
  if (has.marked > 0)
    return {
      footer: `Ctrl-t actions on ${has.marked}  Ctrl-a all  Tab mark  Ctrl-d close  Enter switch  Esc`,
    };
  const answers = has.answers.map((answer) => `Alt-${answer.charAt(0)} ${answer}  `).join('');
  return {
    footer: `${answers}Enter switch  ${has.hosts ? 'Alt-h other machines  ' : ''}Ctrl-d close  Tab mark  Ctrl-r rename  Ctrl-v right  Ctrl-x below  Ctrl-a all  Ctrl-n new  Ctrl-o export  Esc`,
  };
}

const NOTHING: SessionPreview = { type: 'lines', lines: [] };

/**
 * For a conversation that is not in memory: an archived one, or one that nobody has looked at since the
 * start.
 */
const rowPreview = ({ lastQuestion, lastLine }: PickerRow): SessionPreview => ({
  type: 'lines',
  lines: [...(lastQuestion === '' ? [] : [`> ${lastQuestion}`, '']), lastLine],
});

function idOf(line: PickerLine, state: State): string | undefined {
  if (line.type === 'row') return line.row.sessionId;
  const folded = line.group === 'Archived' && !state.archiveOpen && state.field.text === '';
  return folded ? ARCHIVE : undefined;
}

function topFor(id: string | undefined, lines: readonly PickerLine[], state: State, rows: number): number {
  const at = lines.findIndex((line) => id !== undefined && idOf(line, state) === id);
  // The header of the first group comes into view with its first row.
  return at <= 1 ? 0 : keepInView(state.top, at, { rows, count: lines.length });
}

function groupLine({ group, count }: Extract<PickerLine, { type: 'group' }>): Line {
  const role: SpanRole =
    group === 'Needs you'
      ? 'waiting'
      : group === 'Answering'
        ? 'working'
        : group === 'Unseen'
          ? 'done'
          : 'dim';
  return [{ text: `${group} (${count})`, role }];
}
