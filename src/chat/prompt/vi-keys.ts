// vi's two modes at a prompt (pure): what a key means in normal mode, with counts, operators and repeating
// the last change. Owns the modes and the state between keys. Leaves places to vi-motions.ts, changes to
// vi-edits.ts, and up and down beyond the lines to line-editor.ts. Invariants: Esc always leaves insert mode;
// a command that cannot be done changes nothing.

import type { EditBuffer } from './edit-buffer.js';
import { pressEditKey } from './edit-keys.js';
import { isText } from './plain-key.js';
import { changeCase, joinLines, putKept, replaceLetters, stayOnLetter } from './vi-edits.js';
import {
  findLetter,
  findMotion,
  findObject,
  lineText,
  type Motion,
  type MotionCall,
  type Search,
} from './vi-motions.js';
import { Overtyping } from './vi-replace.js';
import { ViRepeat, type ViAction } from './vi-repeat.js';

export type ViMode = 'insert' | 'replace' | 'normal';

const ESCAPE = '\x1b';
const CTRL_R = '\x12';
const NEW_LINE: ReadonlySet<string> = new Set(['\x1b\r', '\x1b\n']);
/** Arrows, Home, End and Delete. */
const NAMED_KEY = /^\x1b[[O]/;
/** Keys that mean the same as a letter. */
const SAME_AS: ReadonlyMap<string, string> = new Map([
  ['\x7f', 'h'],
  ['\b', 'h'],
  [' ', 'l'],
]);
/** Keys that are an operator with its motion. */
const SHORT_FOR: ReadonlyMap<string, string> = new Map([
  ['s', 'cl'],
  ['S', 'cc'],
  ['X', 'dh'],
  ['Y', 'yy'],
]);
const MOST = 10_000;

type Operator = 'd' | 'c' | 'y';

/** What the keys so far ask for. */
interface Command {
  /** Before the operator. */
  count?: number;
  operator?: Operator;
  /** After it. */
  motionCount?: number;
  /** A key that needs another one; i: after an operator. */
  open?: 'g' | Search['key'] | 'r' | 'i';
}

const NOTHING: Command = {};

const isSearch = (key: string): key is Search['key'] => /^[ftFT]$/.test(key);

export class ViKeys {
  #mode: ViMode = 'insert';
  #command = NOTHING;
  #search: Search | undefined;
  /** What was deleted or copied last, if it was whole lines. */
  #lines: string | undefined;
  readonly #repeat = new ViRepeat();
  #overtyping: Overtyping;

  readonly #buffer: EditBuffer;

  constructor(buffer: EditBuffer) {
    this.#buffer = buffer;
    this.#overtyping = new Overtyping(buffer);
    buffer.beginGroup();
  }

  get mode(): ViMode {
    return this.#mode;
  }

  /** Keys of a command have come, and more are needed. */
  get isPending(): boolean {
    return this.#command !== NOTHING;
  }

  /** The prompt begins again. */
  reset(): void {
    this.#end(false);
    this.#mode = 'insert';
    this.#buffer.beginGroup();
  }

  /** The text or the cursor was changed from outside. */
  settle(): void {
    if (this.#mode === 'normal') stayOnLetter(this.#buffer);
  }

  /** Returns up or down where the cursor is to go there by rows. */
  press(data: string): 'up' | 'down' | undefined {
    if (this.#mode !== 'normal') return this.#insert(data);
    const { open } = this.#command;
    // What f and the like wait for is the key itself.
    const key = open === undefined ? (SAME_AS.get(data) ?? data) : data;
    if (isText(key)) {
      const whole = this.#command.operator || open !== undefined ? undefined : SHORT_FOR.get(key);
      for (const each of whole ?? []) this.#normal(each);
      return whole === undefined ? this.#normal(key) : undefined;
    }
    const wasPending = this.isPending;
    this.#end(false);
    if (data === CTRL_R) this.#undoing(() => this.#buffer.redo(), 1);
    else if (NEW_LINE.has(data) || (NAMED_KEY.test(data) && !wasPending)) pressEditKey(this.#buffer, data);
    this.settle();
    return undefined;
  }

  /** At the cursor, in both modes. */
  paste(text: string): void {
    if (this.#mode !== 'normal') this.#repeat.add({ pasted: text });
    else this.#end(false);
    this.#buffer.paste(text);
    this.settle();
  }

  #insert(data: string): 'up' | 'down' | undefined {
    // Esc and a letter within a few milliseconds arrive as one key.
    const isTwo = data.length === 2 && data.startsWith(ESCAPE) && !NEW_LINE.has(data);
    if (data === ESCAPE || isTwo) {
      this.#repeat.add({ key: ESCAPE });
      this.#leaveInsert();
      return isTwo && data !== ESCAPE + ESCAPE ? this.press(data.slice(1)) : undefined;
    }
    this.#repeat.add({ key: data });
    if (this.#mode === 'insert' || !this.#overtyping.press(data)) pressEditKey(this.#buffer, data);
    return undefined;
  }

  #leaveInsert(): void {
    const { cursor, units } = this.#buffer;
    this.#mode = 'normal';
    if (cursor > units.lineStart(cursor)) this.#buffer.moveTo(units.back(cursor));
    this.#buffer.endGroup();
    this.#end(true);
  }

  #normal(key: string): 'up' | 'down' | undefined {
    const { operator, open, count, motionCount } = this.#command;
    const begun = operator ? motionCount : count;
    if (open === undefined && (/^[1-9]$/.test(key) || (key === '0' && begun !== undefined)))
      this.#addDigit(Number(key));
    else if (open === undefined && !operator && key === '.') this.#replay(count);
    else {
      this.#repeat.begin(count);
      this.#repeat.add({ key });
      if (open !== undefined) this.#complete(open, key);
      else if (operator) this.#operand(operator, key);
      else return this.#begin(key);
    }
    return undefined;
  }

  #addDigit(digit: number): void {
    const { operator, count = 0, motionCount = 0 } = this.#command;
    const add = (before: number): number => Math.min(MOST, before * 10 + digit);
    // The count before a command is not part of what the dot repeats: it may get another one.
    if (operator) this.#repeat.add({ key: String(digit) });
    this.#command = operator
      ? { ...this.#command, motionCount: add(motionCount) }
      : { ...this.#command, count: add(count) };
  }

  #replay(count: number | undefined): void {
    this.#end(false);
    this.#repeat.replay(count, (action: ViAction) => {
      if ('key' in action) this.press(action.key);
      else this.paste(action.pasted);
    });
  }

  /** The first key of a command after its count. */
  #begin(key: string): 'up' | 'down' | undefined {
    if (key === 'd' || key === 'c' || key === 'y') this.#command = { ...this.#command, operator: key };
    else if (key === 'g' || key === 'r' || isSearch(key)) this.#command = { ...this.#command, open: key };
    else if ((key === 'j' || key === 'k') && this.#command.count === undefined) {
      this.#end(false);
      return key === 'j' ? 'down' : 'up';
    } else this.#simple(key);
    return undefined;
  }

  /** The key after g, r, i or one that searches. */
  #complete(open: NonNullable<Command['open']>, key: string): void {
    const { operator } = this.#command;
    const { units, cursor } = this.#buffer;
    if (open === 'r') return this.#end(replaceLetters(this.#buffer, key, this.#count));
    if (open === 'i') {
      const range = findObject(key, units, cursor);
      return operator && range ? this.#operate(operator, range.from, range.to) : this.#end(false);
    }
    if (open === 'g') return this.#follow(findMotion(`g${key}`, this.#call));
    this.#search = { letter: key, key: open };
    this.#follow(findLetter(this.#search, this.#call));
  }

  /** A motion after an operator, or the operator again: whole lines. */
  #operand(operator: Operator, key: string): void {
    const { cursor, units } = this.#buffer;
    if (key === 'i' || key === 'g' || isSearch(key)) this.#command = { ...this.#command, open: key };
    else if (key === operator) {
      const below = findMotion('j', { ...this.#call, count: this.#count - 1 });
      this.#operateLines(operator, cursor, below?.to ?? cursor);
    } else if (operator === 'c' && (key === 'w' || key === 'W') && units.classOf(cursor) !== 'blank')
      this.#follow(key === 'w' ? this.#changedWord : this.#changedBigWord);
    else this.#follow(this.#motionOf(key));
  }

  /** cw leaves the blanks after the word. */
  get #changedWord(): Motion | undefined {
    const { cursor, units } = this.#buffer;
    const isAtEnd = findMotion('l', { ...this.#call, count: 1 })?.to ?? cursor;
    if (units.classOf(cursor) !== 'folded' && units.classOf(isAtEnd) === units.classOf(cursor))
      return findMotion('e', this.#call);
    if (this.#count === 1) return { to: cursor, reach: 'inclusive' };
    return findMotion('e', { ...this.#call, count: this.#count - 1 });
  }

  get #changedBigWord(): Motion | undefined {
    const { cursor, units } = this.#buffer;
    const next = units.forward(cursor);
    const isAtEnd = next >= units.lineEnd(cursor) || units.classOf(next) === 'blank';
    if (!isAtEnd) return findMotion('E', this.#call);
    if (this.#count === 1) return { to: cursor, reach: 'inclusive' };
    return findMotion('E', { ...this.#call, count: this.#count - 1 });
  }

  #motionOf(key: string): Motion | undefined {
    const search = this.#search;
    if (key !== ';' && key !== ',') return findMotion(key, this.#call);
    return search && findLetter(search, this.#call, { isReversed: key === ',', isAgain: true });
  }

  /** The cursor goes there, or the operator reaches there. */
  #follow(motion: Motion | undefined): void {
    const { operator } = this.#command;
    const { cursor, units } = this.#buffer;
    if (!motion) return this.#end(false);
    const { to, reach } = motion;
    if (!operator) {
      this.#buffer.moveTo(to);
      return this.#end(false);
    }
    if (reach === 'lines') return this.#operateLines(operator, cursor, to);
    const [from, end] = [Math.min(cursor, to), Math.max(cursor, to)];
    this.#operate(operator, from, reach === 'inclusive' ? units.forward(end) : end);
  }

  #operate(operator: Operator, from: number, to: number): void {
    const buffer = this.#buffer;
    if (from === to && operator !== 'c') return this.#end(false);
    if (from !== to) {
      this.#lines = undefined;
      buffer.keep(buffer.inside.slice(from, to));
    }
    this.#take(operator, from, to);
  }

  #operateLines(operator: Operator, one: number, other: number): void {
    const buffer = this.#buffer;
    const { units, inside } = buffer;
    const from = units.lineStart(Math.min(one, other));
    const to = units.lineEnd(Math.max(one, other));
    this.#lines = inside.slice(from, to);
    buffer.keep(this.#lines);
    if (operator === 'c') return this.#take('c', from, to);
    if (operator === 'y') return this.#take('y', Math.min(one, other), to);
    // With the line end after them; of the last line, the one before.
    const isLast = to === inside.length;
    buffer.replace(isLast ? Math.max(0, from - 1) : from, isLast ? to : to + 1, '');
    buffer.moveTo(lineText(buffer.units, Math.min(from, buffer.inside.length)));
    this.#end(true);
  }

  #take(operator: Operator, from: number, to: number): void {
    const buffer = this.#buffer;
    if (operator === 'y') {
      buffer.moveTo(from);
      return this.#end(false);
    }
    if (operator === 'c') return this.#insertAt(from, () => buffer.replace(from, to, ''));
    buffer.replace(from, to, '');
    this.#end(true);
  }

  /** Keys that are a command by themselves. */
  #simple(key: string): void {
    const buffer = this.#buffer;
    const { cursor, units } = buffer;
    const [start, end] = [units.lineStart(cursor), units.lineEnd(cursor)];
    const next = findMotion('l', this.#call)?.to ?? cursor;
    switch (key) {
      case 'i':
        return this.#insertAt(cursor);
      case 'a':
        return this.#insertAt(cursor < end ? units.forward(cursor) : cursor);
      case 'R':
        this.#insertAt(cursor);
        this.#overtyping = new Overtyping(buffer);
        this.#mode = 'replace';
        return;
      case 'I':
        return this.#insertAt(lineText(units, cursor));
      case 'A':
        return this.#insertAt(end);
      case 'o':
        return this.#insertAt(end, () => buffer.replace(end, end, '\n'));
      case 'O':
        return this.#insertAt(start, () => {
          buffer.replace(start, start, '\n');
          buffer.moveTo(start);
        });
      case 'x':
        return this.#operate('d', cursor, next);
      case 'D':
      case 'C':
        return this.#operate(key === 'D' ? 'd' : 'c', cursor, findMotion('$', this.#call)?.to ?? end);
      case 'p':
      case 'P': {
        const isLines = buffer.kept === this.#lines;
        return this.#end(putKept(buffer, { count: this.#count, isLines, isBefore: key === 'P' }));
      }
      case '~':
        return this.#end(changeCase(buffer, next));
      case 'J':
        return this.#end(joinLines(buffer, this.#count));
      case 'u':
        return this.#undoing(() => buffer.undo(), this.#count);
      default:
        this.#follow(this.#motionOf(key));
    }
  }

  /** What is typed from here on is undone, and repeated, with what began it. */
  #insertAt(place: number, change?: () => void): void {
    this.#buffer.beginGroup();
    if (change) change();
    else this.#buffer.moveTo(place);
    this.#mode = 'insert';
    this.#command = NOTHING;
  }

  #undoing(act: () => boolean, times: number): void {
    for (let left = times; left > 0 && act(); left--);
    this.#end(false);
  }

  /** Nothing is begun any more. changed: the command is what the dot repeats. */
  #end(changed: boolean): void {
    this.#command = NOTHING;
    this.#repeat.end(changed);
    this.settle();
  }

  get #count(): number {
    const { count = 1, motionCount = 1 } = this.#command;
    return Math.min(MOST, count * motionCount);
  }

  get #call(): MotionCall {
    const { cursor: at, units } = this.#buffer;
    const { count, motionCount, operator } = this.#command;
    const isGiven = count !== undefined || motionCount !== undefined;
    return { units, at, count: isGiven ? this.#count : undefined, isOperand: operator !== undefined };
  }
}
