// The search over everything: words are typed, hits appear as they are found, Enter goes to one. Owns its
// keys, the selection and what the list is narrowed to. Leaves finding to whoever opens it, rows to
// hit-rows.ts. Invariant: once the user has moved, the selection follows a hit, not a row.

import { formatKeyName, type Key } from '../keymap/key.js';
import type { Hit, SearchedPlace, SearchProgress } from '../search/hit.js';
import type { Dialog, DialogCommand, DialogRoom, DialogStep, DialogView, Line } from './dialog-view.js';
import { filterLine } from './filter-line.js';
import { contextLines, contextRows, hitRows, rowsOfHit } from './hit-rows.js';
import { truncateToWidth } from '../text/width.js';
import { keepInView, scrollByKey } from './scrolling.js';
import { createTextField, insertText, pressInField, type TextField } from './text-field.js';

/** What is searched: everything, the focused session, or one kind of place. */
export type SearchScope = 'all' | 'session' | SearchedPlace;

export interface SearchWish {
  words: string;
  scope: SearchScope;
}

/** What was found so far for the wish made last. */
export interface SearchFindings {
  hits: readonly Hit[];
  /** They are those of the wish before, which stay until there are others. */
  areOld: boolean;
  /** There are more than are listed. */
  more: boolean;
  progress: SearchProgress | undefined;
  isSearching: boolean;
  /** Sentences: what could not be searched, or that nothing can be. */
  problems: readonly string[];
}

export interface SearchPorts {
  /** The words and the scope it opens with. */
  wish: SearchWish;
  /** What was searched last; undefined: nothing. */
  last: SearchWish | undefined;
  /** The focused session's name; undefined: there is none. */
  here: string | undefined;
  /** Something else is searched from now on, or nothing if there are no words. */
  search(wish: SearchWish): void;
  found(): SearchFindings;
  /** ms since 1970. */
  now(): number;
  nameOf(hit: Hit): string;
  /** Goes to the hit; what is run for it. */
  take(hit: Hit, wish: SearchWish): DialogCommand[];
  /** It is shown no more. */
  closed(wish: SearchWish): void;
}

export class SearchDialog implements Dialog {
  readonly name = 'search';
  readonly isLarge = true;
  #field: TextField;
  #scope: SearchScope;
  /** Key of the hit that the user moved to; undefined: the first one is selected. */
  #wanted: string | undefined;
  #at = 0;
  #top = 0;
  /** As it was drawn last: how many hits a page has, and how many rows each of them. */
  #pageRows = 1;
  #rowsPerHit: 1 | 2 = 1;
  #note: string | undefined;
  /** Enter came before anything was found: it goes to the best hit once the search ends. */
  #goesToBest = false;

  readonly #ports: SearchPorts;

  constructor(ports: SearchPorts) {
    this.#ports = ports;
    this.#field = createTextField(ports.wish.words);
    this.#scope = ports.wish.scope === 'session' && ports.here === undefined ? 'all' : ports.wish.scope;
    if (this.#field.text !== '') ports.search(this.#wish);
  }

  press(key: Key): DialogStep {
    this.#note = undefined;
    this.#goesToBest = false;
    const name = formatKeyName(key);
    switch (name) {
      case 'Escape':
      case 'C-c':
        return this.#field.text === '' ? CLOSE : this.#edit(createTextField(''));
      case 'Enter':
        return this.#take();
      case 'Tab':
        return this.#narrow(1);
      case 'S-Tab':
        return this.#narrow(-1);
      case 'Up':
        if (this.#field.text === '') return this.#recall();
        break;
      default:
    }
    const { hits } = this.#find();
    const steps = name === 'C-n' ? 'Down' : name;
    const moved = IN_FIELD.has(name)
      ? this.#at
      : scrollByKey(steps, this.#at, { pageRows: this.#pageRows, last: Math.max(0, hits.length - 1) });
    if (moved !== this.#at) return this.#select(moved);
    return this.#edit(pressInField(this.#field, key) ?? this.#field);
  }

  paste(text: string): DialogStep {
    this.#goesToBest = false;
    return this.#edit(insertText(this.#field, text));
  }

  /** A click selects a hit, one on the selected hit goes there. */
  click(line: number | 'beside' | 'outside'): DialogStep {
    const row = typeof line === 'number' ? Math.floor((line - 1) / this.#rowsPerHit) : -1;
    const at = this.#top + row;
    if (row < 0 || row >= this.#pageRows || at >= this.#find().hits.length) return this.#stay;
    return at === this.#at ? this.#take() : this.#select(at);
  }

  wheel(steps: -1 | 1): DialogStep {
    const last = this.#find().hits.length - 1;
    return this.#select(Math.max(0, Math.min(last, this.#at + steps)));
  }

  closed(): void {
    this.#ports.closed(this.#wish);
  }

  /** The search has ended for which Enter waited. */
  advance(): DialogStep | undefined {
    if (!this.#goesToBest || this.#find().isSearching) return undefined;
    this.#goesToBest = false;
    return this.#take();
  }

  view(room: DialogRoom): DialogView {
    const findings = this.#find();
    const { hits } = findings;
    const filter = filterLine(this.#field, room.cols);
    const below = hits.length > 0 ? contextRows(room) : 0;
    const problem =
      hits.length > 0 && room.rows >= LEAST_ROWS_WITH_PROBLEM ? findings.problems[0] : undefined;
    const listRows = Math.max(0, room.rows - 1 - below - (problem === undefined ? 0 : 1));
    const perHit = (this.#rowsPerHit = rowsOfHit(room.cols - 1));
    this.#pageRows = Math.max(1, Math.floor(listRows / perHit));
    this.#top = keepInView(this.#top, this.#at, { rows: this.#pageRows, count: hits.length });
    const shown = hits.slice(this.#top, this.#top + this.#pageRows);
    const rows = hitRows(shown, {
      cols: room.cols - 1,
      now: this.#ports.now(),
      nameOf: (hit) => this.#ports.nameOf(hit),
    }).slice(0, listRows);
    const list: Line[] = shown.length > 0 ? rows : this.#emptyLines(findings).slice(0, listRows);
    if (below > 0) while (list.length < listRows) list.push([]);
    if (problem !== undefined) list.push([{ text: truncateToWidth(problem, room.cols), role: 'failed' }]);
    const selected = 1 + (this.#at - this.#top) * perHit + perHit - 1;
    return {
      placement: 'centre',
      isLarge: true,
      title: this.#title(findings),
      lines: [filter.line, ...list, ...contextLines(hits[this.#at], room.cols, below)],
      ...(shown.length > 0 && selected <= list.length ? { selected } : {}),
      cursor: { line: 0, col: filter.caretCol },
      ...this.#footer,
    };
  }

  get #wish(): SearchWish {
    return { words: this.#field.text, scope: this.#scope };
  }

  get #stay(): DialogStep {
    return { type: 'stay', dialog: this };
  }

  /** The selection follows its hit. */
  #find(): SearchFindings {
    const findings = this.#ports.found();
    const { hits } = findings;
    const wanted = this.#wanted;
    const at = wanted === undefined ? 0 : hits.findIndex(({ key }) => key === wanted);
    this.#at = Math.max(0, Math.min(at === -1 ? this.#at : at, hits.length - 1));
    return findings;
  }

  #select(at: number): DialogStep {
    this.#note = undefined;
    this.#goesToBest = false;
    this.#at = at;
    this.#wanted = this.#ports.found().hits[at]?.key;
    return this.#stay;
  }

  #edit(field: TextField): DialogStep {
    const isSame = field.text.trim() === this.#field.text.trim() && endsWord(field) === endsWord(this.#field);
    this.#field = field;
    if (!isSame) this.#begin();
    return this.#stay;
  }

  #narrow(by: 1 | -1): DialogStep {
    const scopes = SCOPES.filter((scope) => scope !== 'session' || this.#ports.here !== undefined);
    const at = scopes.indexOf(this.#scope);
    this.#scope = scopes[(at + by + scopes.length) % scopes.length] ?? 'all';
    this.#begin();
    return this.#stay;
  }

  /** As in a prompt. */
  #recall(): DialogStep {
    const { last, here } = this.#ports;
    if (!last) return this.#stay;
    this.#scope = last.scope === 'session' && here === undefined ? 'all' : last.scope;
    return this.#edit(createTextField(last.words));
  }

  #begin(): void {
    this.#wanted = undefined;
    this.#at = 0;
    this.#top = 0;
    this.#ports.search(this.#wish);
  }

  #take(): DialogStep {
    const { hits, areOld, isSearching } = this.#find();
    const hit = areOld ? undefined : hits[this.#at];
    if (hit) return { type: 'close', commands: this.#ports.take(hit, this.#wish) };
    this.#goesToBest = isSearching;
    if (this.#field.text.trim() === '') this.#note = 'type words to search for';
    else if (isSearching) this.#note = 'searching; then it goes to the best hit';
    else this.#note = 'nothing is found; change the words';
    return this.#stay;
  }

  get #place(): string {
    return this.#scope === 'session' ? (this.#ports.here ?? 'session') : PLACES[this.#scope];
  }

  #title({ hits, more, isSearching, progress }: SearchFindings): string {
    const words = this.#field.text.trim();
    const count = words === '' ? '' : `: ${countOf(hits.length, more)}`;
    return `search ${this.#place}${count}${isSearching && words !== '' ? `, ${spellProgress(progress)}` : ''}`;
  }

  #emptyLines({ isSearching, problems }: SearchFindings): Line[] {
    const words = this.#field.text.trim();
    const told: Line[] = problems.map((text) => [{ text, role: 'failed' }]);
    const help = this.#ports.last ? [...HELP, RECALL] : HELP;
    if (words === '') return [...help.map((text): Line => [{ text, role: 'dim' }]), ...told];
    if (isSearching) return [[{ text: 'searching …', role: 'dim' }], ...told];
    const where = this.#scope === 'all' ? 'nothing' : `nothing in ${this.#place}`;
    const what = words.includes(' ') ? 'has these words' : 'has this word';
    return [[{ text: `${where} ${what}`, role: 'dim' }], ...told];
  }

  get #footer(): Pick<DialogView, 'footer' | 'isNote'> {
    if (this.#note !== undefined) return { footer: `${this.#note}  Esc`, isNote: true };
    const keys = ['Enter goes there', `Tab narrows: ${this.#nextPlace}`, 'Up, Down select'];
    return { footer: [...keys, this.#field.text === '' ? 'Esc closes' : 'Esc clears'].join('  ') };
  }

  get #nextPlace(): string {
    const scopes = SCOPES.filter((scope) => scope !== 'session' || this.#ports.here !== undefined);
    const next = scopes[(scopes.indexOf(this.#scope) + 1) % scopes.length] ?? 'all';
    return next === 'session' ? 'this session' : PLACES[next];
  }
}

const CLOSE: DialogStep = { type: 'close', commands: [] };

const SCOPES: readonly SearchScope[] = ['all', 'session', 'chats', 'screens', 'agents'];

const PLACES: Readonly<Record<Exclude<SearchScope, 'session'>, string>> = {
  all: 'everything',
  chats: 'chats',
  screens: 'screens',
  agents: "agents' transcripts",
};

/** In fewer there is no row to spare for what could not be searched. */
const LEAST_ROWS_WITH_PROBLEM = 8;

/** They move in the line of words, not in the list. */
const IN_FIELD: ReadonlySet<string> = new Set(['Home', 'End']);

const HELP: readonly string[] = [
  'in all conversations and screens, open and archived, and in what agents keep',
  'words in any order; "a phrase" in quotes; the last word may be unfinished',
];

const RECALL = 'Up brings back the words of the last search';

/** A blank or a quote after the last word: it is whole. */
const endsWord = ({ text }: TextField): boolean => /[\s"]$/.test(text);

const countOf = (count: number, more: boolean): string =>
  count === 1 && !more ? '1 hit' : `${count}${more ? '+' : ''} hits`;

export function spellProgress(progress: SearchProgress | undefined): string {
  if (!progress || progress.totalBytes === 0) return 'searching';
  const percent = Math.min(99, Math.floor((progress.doneBytes / progress.totalBytes) * 100));
  return `scanning ${percent} %`;
}
