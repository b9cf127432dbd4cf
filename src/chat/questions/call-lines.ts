// What a tool would do, as the lines of a question about it (pure): its kind, then the command, files and
// changes themselves, never the agent's title alone. Nothing is left out or cut, and what is invisible has a
// sign. Owns what is shown of a call here, and which of them may not be allowed unseen. Leaves calls that
// run or ran, of which parts are folded, to tool-calls/.

import { glyphs } from '../../text/glyphs.js';
import { spellSigns, withSigns } from '../../text/visible-signs.js';
import { clusters } from '../../text/width.js';
import { CHAT_STYLE, type Paint } from '../chat-style.js';
import { LineWrapper, type Run, type WrapOptions } from '../markdown/wrap-runs.js';
import { commandOf, type FileDiff, type ToolCall } from '../model-event.js';
import { fromDirectory, wordOfKind } from '../tool-calls/call-words.js';
import { markChangedWords } from '../tool-calls/changed-words.js';
import { compareFile, type DiffLine } from '../tool-calls/file-diff.js';
import type { UserQuestion } from '../user-question.js';

/** Whether its end has to be shown before it is allowed: it runs a command, or nobody knows what it does. */
export function mustBeRead(question: UserQuestion): boolean {
  if (question.kind !== 'permission') return false;
  const { call } = question;
  return !call || call.kind === 'execute' || commandOf(call.input) !== undefined;
}

/** A text, and how it or its beginning is drawn. */
export interface Paragraph {
  /** Before its first line. */
  lead: string;
  text: string;
  /** Each line takes a short time, however many there are. */
  draw(text: string): Iterable<string>;
}

interface Look {
  cols: number;
  paint: Paint | undefined;
  /** Line breaks are only breaks. */
  prose?: boolean;
  /** Before the first line. */
  lead?: string;
}

/** Every invisible character in it has a sign. */
export const signedText = (text: string, look: Look): Paragraph => ({
  lead: look.lead ?? '',
  text,
  draw: (shown) => signedLines(shown, look),
});

function signedLines(text: string, { cols, paint, prose = false, lead = '' }: Look): Iterable<string> {
  // A command is broken anywhere: no space of it may vanish at the end of a line.
  return wrapPieces([{ text, paint }], prose, {
    cols,
    breaks: prose ? 'words' : 'characters',
    ...(lead === '' ? {} : { margin: { text: lead, paint: CHAT_STYLE.dim, below: 'spaces' } }),
  });
}

/** With signs, and in pieces: a line may be as long as a file. */
function* wrapPieces(runs: readonly Run[], prose: boolean, options: WrapOptions): Generator<string> {
  const wrapper = new LineWrapper(options);
  for (const { text, paint } of runs)
    for (const piece of cutPieces(text)) yield* wrapper.add(signedRuns(piece, paint, prose));
  yield wrapper.end();
}

/** Signs of eight characters for each of them take 5 ms. */
const PIECE_CHARACTERS = 300;
/** Between two characters of which neither is a sign, a part of one, or joined to another. */
const SAFE_CUT = /[!-~\n\u4e00-\u9fff\uac00-\ud7a3](?=[!-~\u4e00-\u9fff\uac00-\ud7a3])/g;

function* cutPieces(text: string): Generator<string> {
  let from = 0;
  while (text.length - from > PIECE_CHARACTERS) {
    const window = text.slice(from, from + 2 * PIECE_CHARACTERS);
    SAFE_CUT.lastIndex = PIECE_CHARACTERS - 1;
    const found = SAFE_CUT.exec(window);
    const to = from + (found ? found.index + 1 : lastWhole(window));
    yield text.slice(from, to);
    from = to;
  }
  yield text.slice(from);
}

/**
 * Where characters that belong together begin, the last that the window may not cut; within spaces, which are
 * counted, only if there is nothing else.
 */
function lastWhole(window: string): number {
  let [at, before] = [0, ' '];
  let found = window.length;
  for (const { text } of clusters(window)) {
    if (text !== ' ' && text !== '\n' && before !== ' ') found = at;
    at += text.length;
    before = text;
  }
  return found;
}

const signedRuns = (text: string, paint: Paint | undefined, prose = false): Run[] =>
  withSigns(text, { prose }).map(({ text: part, isSign }) => ({
    text: part,
    paint: isSign ? CHAT_STYLE.error : paint,
  }));

/** Where it is drawn. directory: of the session, from where paths are seen; undefined: not known. */
export interface QuestionPlace {
  cols: number;
  directory?: string | undefined;
}

/** In their order. said: what stands above them, and is not said twice. */
export function* callText(call: ToolCall, said: string, place: QuestionPlace): Generator<Paragraph> {
  const { cols, directory } = place;
  const { title, input, diffs, output } = call;
  const command = commandOf(input);
  const runner = runnerOf(input);
  const changed = new Set(diffs.map(({ path }) => path));
  const paths = filesOf(call).filter((path) => !changed.has(path));
  const isSaid = title === '' || [said, command, ...filesOf(call)].includes(title);
  const word = wordOfKind(call);
  const heading = isSaid ? '' : [word, title].filter((each) => each !== '').join(': ');
  // What is done stands before the first thing that it is done to, unless the title has a line for both.
  const first = heading !== '' ? undefined : (command ?? paths[0] ?? diffs[0]?.path);
  const leadOf = (text: string, usual: string, sign = ''): string =>
    text === first && word !== '' ? `${word} ${sign}` : usual;
  const alone = heading === '' && first === undefined ? word : heading;
  if (alone !== '') yield signedText(alone, { cols, paint: CHAT_STYLE.dim, prose: true });
  if (command !== undefined)
    yield signedText(command, { cols, paint: CHAT_STYLE.code, lead: leadOf(command, '$ ', '$ ') });
  if (runner !== undefined) yield signedText(runner, { cols, paint: CHAT_STYLE.dim, lead: 'run by ' });
  for (const path of paths)
    yield signedText(fromDirectory(path, directory), { cols, paint: undefined, lead: leadOf(path, 'file ') });
  for (const [name, value] of restOf(call, said))
    yield signedText(value, { cols, paint: undefined, lead: `${spellSigns(brief(name))}: ` });
  if (output !== '') yield signedText(output, { cols, paint: CHAT_STYLE.dim, prose: true });
  for (const diff of diffs) yield* changedText(diff, leadOf(diff.path, 'change of '), place);
}

/** More of a name is no name. */
const MAX_NAME_CHARACTERS = 1_000;

/** What agents call an option, a field or a value: in full, unless it is meant to fill the screen. */
export const brief = (name: string): string =>
  name.length <= MAX_NAME_CHARACTERS ? name : `${name.slice(0, MAX_NAME_CHARACTERS)}${glyphs().ellipsis}`;

const filesOf = ({ paths, diffs }: ToolCall): string[] => [
  ...new Set([...paths, ...diffs.map(({ path }) => path)]),
];

/** What runs the text that commandOf() finds within its words; undefined: the command says so itself. */
function runnerOf(input: unknown): string | undefined {
  const command = valueOf(input, 'command');
  if (!Array.isArray(command)) return undefined;
  const words = command.map(String);
  const isScript = commandOf(input) === words[2] && words.length === 3;
  if (isScript) return words.slice(0, 2).join(' ');
  // Joined by spaces, a word with spaces looks like several.
  return words.some((word) => /[\s'"]/.test(word) || word === '') ? JSON.stringify(words) : undefined;
}

const valueOf = (input: unknown, name: string): unknown =>
  typeof input === 'object' && input !== null
    ? Object.entries(input).find(([key]) => key === name)?.[1]
    : undefined;

/** What is said nowhere else, by its name. */
function restOf(call: ToolCall, said: string): [string, string][] {
  const { input, diffs } = call;
  if (input === undefined || input === null) return [];
  if (typeof input !== 'object') return [['input', spell(input)]];
  const files = new Set(filesOf(call));
  const hasCommand = commandOf(input) !== undefined;
  const isKnown = (name: string, value: unknown): boolean =>
    (name === 'command' && hasCommand) ||
    value === undefined ||
    (typeof value === 'string' &&
      (value === '' ||
        value === said ||
        files.has(value) ||
        diffs.some((diff) => value === diff.old || value === diff.new)));
  return Object.entries(input)
    .filter(([name, value]) => !isKnown(name, value))
    .map(([name, value]) => [name, spell(value)]);
}

const spell = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));

/** All of it, with what lies around each change. */
function* changedText(diff: FileDiff, lead: string, place: QuestionPlace): Generator<Paragraph> {
  const { cols, directory } = place;
  const { remark, lines } = compareFile(diff);
  yield signedText(fromDirectory(diff.path, directory), { cols, paint: CHAT_STYLE.strong, lead });
  if (remark !== undefined) yield signedText(remark, { cols, paint: CHAT_STYLE.dim, prose: true });
  // What is too long to compare, or seems equal, is shown as it is.
  for (const line of remark === undefined ? lines() : wholeText(diff))
    yield { lead: '', text: line.text, draw: (text) => changedLine({ ...line, text }, cols) };
}

function* wholeText({ old, new: text }: FileDiff): Generator<DiffLine> {
  for (const each of eachLine(old ?? '')) yield { kind: 'removed', text: each };
  for (const each of eachLine(text)) yield { kind: 'added', text: each };
}

/** As splitLines(), one after the other: only the beginning may be wanted. */
function* eachLine(text: string): Generator<string> {
  for (let from = 0; from < text.length;) {
    const feed = text.indexOf('\n', from);
    const to = feed === -1 ? text.length : feed;
    yield text.slice(from, to);
    from = to + 1;
  }
}

const LEADS = { same: '  ', removed: '- ', added: '+ ' } as const;

function changedLine({ kind, text, partner }: DiffLine, cols: number): Iterable<string> {
  if (kind === 'gap') return [CHAT_STYLE.dim(glyphs().linesBetween)];
  const { syntax_added: added, syntax_removed: removed } = CHAT_STYLE.syntax;
  const paint = { same: CHAT_STYLE.dim, removed, added }[kind];
  const runs = markChangedWords(text, partner).map(({ text: part, isChanged }) => ({
    text: part,
    paint: isChanged ? (word: string) => CHAT_STYLE.strong(paint(word)) : paint,
  }));
  const margin = { text: LEADS[kind], paint, below: 'spaces' } as const;
  return wrapPieces(runs, false, { cols, margin, breaks: 'characters' });
}
