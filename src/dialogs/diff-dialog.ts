// A diff by file: heads that fold, lines in the colours of a tool's diff, and comments on lines, which are
// collected and handed over when it closes. Owns its keys and looks. Leaves what the rows are to diff-rows.ts
// and where comments go to whoever opens it.

import type { ChangedFile } from '../git/changed-file.js';
import { formatKeyName, type Key } from '../keymap/key.js';
import { glyphs } from '../text/glyphs.js';
import { UserError } from '../text/user-error.js';
import { padToWidth, textWidth, truncateToWidth } from '../text/width.js';
import { commentsText, diffRows, type DiffLine, type DiffRow } from './diff-rows.js';
import type { Dialog, DialogRoom, DialogStep, DialogView, Line, SpanRole } from './dialog-view.js';
import { keepInView, LETTERS_OF_LIST, scrollByKey } from './scrolling.js';
import { createTextField, fieldInView, insertText, pressInField, type TextField } from './text-field.js';

export interface DiffOptions {
  title: string;
  files: readonly ChangedFile[];
  /** The session whose draft gets the comments; undefined: none can be made, and why. */
  draftOf: string | undefined;
  whyNot: string;
  /** Throws a UserError if that is not possible any more. */
  toDraft(text: string): void;
}

/** More lines than this are folded at first, so that the list of files comes before them. */
const MOST_UNFOLDED = 400;
/** Columns by which Left and Right move. */
const SHIFT_COLS = 16;
const NUMBER_COLS = 5;
const CLOSE: DialogStep = { type: 'close', commands: [] };

export class DiffDialog implements Dialog {
  readonly name = 'diff';
  readonly isLarge = true;
  readonly #folded = new Set<number>();
  readonly #comments = new Map<DiffLine, string>();
  #rows: readonly DiffRow[];
  #at = 0;
  #top = 0;
  #shift = 0;
  #pageRows = 1;
  #note: string | undefined;
  /** The comment that is being typed. */
  #field: TextField | undefined;

  readonly #options: DiffOptions;

  constructor(options: DiffOptions) {
    this.#options = options;
    const lines = options.files.reduce((sum, { patch }) => sum + patch.length, 0);
    if (lines > MOST_UNFOLDED) options.files.forEach((_, at) => this.#folded.add(at));
    this.#rows = diffRows(options.files, this.#folded);
  }

  press(key: Key): DialogStep {
    this.#note = undefined;
    const name = formatKeyName(key);
    if (this.#field) return this.#typed(this.#field, key, name);
    switch (name) {
      case 'Escape':
      case 'q':
        return this.#leave();
      case 'C-c':
        return CLOSE;
      case 'n':
        return this.#goToFile(1);
      case 'N':
      case 'p':
        return this.#goToFile(-1);
      case 'Enter':
      case 'Space':
        return this.#fold();
      case 'c':
        return this.#comment();
      case 'd':
        return this.#forget();
      case 'Left':
      case 'Right':
        this.#shift = Math.max(0, this.#shift + (name === 'Left' ? -SHIFT_COLS : SHIFT_COLS));
        return this.#stay;
      default:
        this.#at = scrollByKey(LETTERS_OF_LIST[name] ?? name, this.#at, {
          pageRows: this.#pageRows,
          last: this.#rows.length - 1,
        });
        return this.#stay;
    }
  }

  paste(text: string): DialogStep {
    if (this.#field) this.#field = insertText(this.#field, text.replaceAll(/\s*\n\s*/g, ' '));
    return this.#stay;
  }

  view(room: DialogRoom): DialogView {
    const { title, files } = this.#options;
    const fieldRows = this.#field ? 1 : 0;
    this.#pageRows = Math.max(1, room.rows - fieldRows);
    this.#top = keepInView(this.#top, this.#at, { rows: this.#pageRows, count: this.#rows.length });
    const shown = this.#rows.slice(this.#top, this.#top + this.#pageRows);
    const lines = shown.map((row) => this.#lineOf(row, room.cols - 1));
    const typed = this.#field && fieldInView(this.#field, Math.max(1, room.cols - COMMENT_SIGN.length));
    if (typed)
      lines.push([
        { text: COMMENT_SIGN, role: 'accent' },
        { text: typed.text, role: 'normal' },
      ]);
    const count = files.length === 1 ? '1 file' : `${files.length} files`;
    return {
      placement: 'centre',
      isLarge: true,
      title: `${title}: ${count}`,
      lines,
      selected: this.#at - this.#top,
      ...(typed ? { cursor: { line: lines.length - 1, col: COMMENT_SIGN.length + typed.caretCol } } : {}),
      ...this.#footer(),
    };
  }

  get #stay(): DialogStep {
    return { type: 'stay', dialog: this };
  }

  #typed(field: TextField, key: Key, name: string): DialogStep {
    if (name === 'Escape' || name === 'C-c') this.#field = undefined;
    else if (name === 'Enter') this.#keepComment(field.text.trim());
    else this.#field = pressInField(field, key) ?? field;
    return this.#stay;
  }

  #keepComment(text: string): void {
    this.#field = undefined;
    const line = this.#line;
    if (!line) return;
    if (text === '') this.#comments.delete(line);
    else this.#comments.set(line, text);
  }

  /** Comments are not sent, only written into the draft. */
  #leave(): DialogStep {
    if (this.#comments.size > 0) {
      // In the order of the diff, not of the typing.
      const all = diffRows(this.#options.files, new Set());
      const ordered = all.flatMap((row): [DiffLine, string][] => {
        const comment = isLine(row) ? this.#comments.get(row) : undefined;
        return isLine(row) && comment !== undefined ? [[row, comment]] : [];
      });
      try {
        this.#options.toDraft(commentsText(new Map(ordered), this.#options.title));
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        this.#note = `${error.message}; Ctrl-c drops the comments`;
        return this.#stay;
      }
    }
    return CLOSE;
  }

  get #line(): DiffLine | undefined {
    const row = this.#rows[this.#at];
    return row && isLine(row) ? row : undefined;
  }

  #comment(): DialogStep {
    if (this.#options.draftOf === undefined) this.#note = this.#options.whyNot;
    else if (!this.#line) this.#note = 'select a line of a file to comment on it';
    else this.#field = createTextField(this.#comments.get(this.#line) ?? '');
    return this.#stay;
  }

  #forget(): DialogStep {
    if (this.#line) this.#comments.delete(this.#line);
    return this.#stay;
  }

  #goToFile(by: 1 | -1): DialogStep {
    const heads = this.#rows.flatMap((row, at) => (row.kind === 'file' ? [at] : []));
    const next = by === 1 ? heads.find((at) => at > this.#at) : heads.findLast((at) => at < this.#at);
    if (next === undefined) return this.#stay;
    this.#at = next;
    // Its lines, not those before it.
    this.#top = next;
    return this.#stay;
  }

  /** Also from a line of the file: its head is selected then. */
  #fold(): DialogStep {
    const head = this.#rows.findLastIndex((row, at) => at <= this.#at && row.kind === 'file');
    const row = this.#rows[head];
    if (row?.kind !== 'file') return this.#stay;
    if (!this.#folded.delete(row.at)) this.#folded.add(row.at);
    this.#at = head;
    this.#rows = diffRows(this.#options.files, this.#folded);
    return this.#stay;
  }

  #lineOf(row: DiffRow, cols: number): Line {
    if (row.kind === 'file') return this.#headOf(row, cols);
    if (!isLine(row)) {
      const text = cut(`${' '.repeat(NUMBER_COLS)} ${row.text}`, cols, 0);
      return [{ text, role: row.kind === 'hunk' ? 'accent' : 'dim' }];
    }
    const comment = this.#comments.get(row);
    const number = `${String(row.line).padStart(NUMBER_COLS)} `;
    const after = comment === undefined ? '' : ` ${COMMENT_SIGN}${comment}`;
    const shownAfter = truncateToWidth(after, Math.floor(cols / 2), glyphs().ellipsis);
    const room = Math.max(1, cols - number.length - textWidth(shownAfter));
    const { sign, role } = LOOKS[row.kind];
    return [
      { text: number, role: 'dim' },
      { text: padToWidth(cut(sign + row.text.replaceAll('\t', '    '), room, this.#shift), room), role },
      { text: shownAfter, role: 'accent' },
    ];
  }

  #headOf({ file, at }: Extract<DiffRow, { kind: 'file' }>, cols: number): Line {
    const { added, removed, isBinary, path } = file;
    const counts = isBinary ? 'binary' : `+${added} ${glyphs().minus}${removed}`;
    const comments = [...this.#comments.keys()].filter((line) => line.file === file).length;
    const said = comments === 0 ? '' : comments === 1 ? '  1 comment' : `  ${comments} comments`;
    const fold = this.#folded.has(at) ? '+' : '-';
    const room = cols - textWidth(counts + said) - 4;
    return [
      { text: `${fold} `, role: 'dim' },
      { text: truncateToWidth(path, Math.max(1, room), glyphs().ellipsis), role: 'strong' },
      { text: `  ${counts}`, role: 'dim' },
      { text: said, role: 'accent' },
    ];
  }

  #footer(): Pick<DialogView, 'footer' | 'isNote'> {
    if (this.#note !== undefined) return { footer: `${this.#note}  Esc closes`, isNote: true };
    if (this.#field) return { footer: 'Enter keeps the comment  Esc leaves it' };
    const { size } = this.#comments;
    const { draftOf } = this.#options;
    const keys = [
      'n, N files',
      'Enter folds',
      ...(draftOf === undefined ? [] : ['c comments']),
      'Left, Right shift',
    ];
    if (size === 0) return { footer: [...keys, 'Esc closes'].join('  ') };
    const what = size === 1 ? 'the comment' : `${size} comments`;
    return {
      footer: [...keys, 'Ctrl-c drops them', `Esc puts ${what} into the draft of ${draftOf}`].join('  '),
    };
  }
}

const COMMENT_SIGN = '» ';

const LOOKS: Readonly<Record<DiffLine['kind'], { sign: string; role: SpanRole }>> = {
  same: { sign: ' ', role: 'normal' },
  added: { sign: '+', role: 'diff_added' },
  removed: { sign: '-', role: 'diff_removed' },
};

const isLine = (row: DiffRow): row is DiffLine => 'line' in row;

/** A part of a line: it is as wide as it is, and Left and Right move in it. */
function cut(text: string, cols: number, shift: number): string {
  const rest = shift === 0 ? text : [...text].slice(shift).join('');
  return truncateToWidth(rest, cols, glyphs().ellipsis);
}
