// What a program tells its terminal about itself, read from its sequences (pure): its state, progress, a bell
// or a notification. Owns the grammar. Leaves receiving them to listen-to-signals.ts and what they mean to
// session/.
// Sources: Program Status Protocol 0.2 (OSC 7501), ConEmu (OSC 9;4 among 9;1 to 9;12), iTerm2 (OSC 9), urxvt
// (OSC 777), kitty's desktop notifications (OSC 99), FinalTerm (OSC 133). Invariant: a text from here is safe
// in a line of ours.

import { sanitiseLine } from '../../text/sanitise.js';

export type ReportedState = 'working' | 'blocked' | 'done' | 'idle' | 'error' | 'clear';

export type ProgramSignal =
  /**
   * It reports its state. text: the question, the error; '' if there is none. part: the id of the part that
   * it is about.
   */
  | { type: 'report'; state: ReportedState; text: string; part?: string }
  | { type: 'progress'; running: boolean }
  /** BEL, or a notification with its text. */
  | { type: 'bell'; text: string }
  /** A shell shows its prompt, or the terminal was reset: what ran before it is over. */
  | { type: 'prompt' };

const REPORTED: readonly string[] = ['working', 'blocked', 'done', 'idle', 'error', 'clear'];
/** For the whole sequence, as the protocol limits it. */
const MAX_REPORT_CHARACTERS = 4096;
/** For a part's id: many of them are kept. */
const MAX_ID_CHARACTERS = 256;
/** For a shown text: more than a title, a list or a notification has room for. */
const MAX_TEXT_CHARACTERS = 240;

/** If a blocked program does not say what it asks. */
const ASKS: ReadonlyMap<string, string> = new Map([
  ['permission', 'asks for permission'],
  ['question', 'asks a question'],
  ['auth', 'asks you to sign in'],
]);

/** If a program does not even say what kind of question it is. */
export const ASKS_SOMETHING = 'asks something';

/** It says only that something is asked. */
export const isGenericQuestion = (text: string): boolean =>
  text === '' || text === ASKS_SOMETHING || [...ASKS.values()].includes(text);

const shown = (text: string): string => sanitiseLine(text, MAX_TEXT_CHARACTERS).trim();

/**
 * `state=blocked:app=codex:kind=permission:msg=BASE64`, for a part of the program with `id=…`. undefined: no
 * state, or an unknown one. A text that is not base64 of UTF-8 is left out.
 */
export function parseReport(data: string): Extract<ProgramSignal, { type: 'report' }> | undefined {
  if (data.length > MAX_REPORT_CHARACTERS) return undefined;
  const pairs = new Map<string, string>();
  for (const pair of data.split(':')) {
    const match = /^([a-z]+)=([A-Za-z0-9_.,+/=-]*)$/.exec(pair.trim());
    if (match) pairs.set(match[1] as string, match[2] as string);
  }
  const state = pairs.get('state') ?? '';
  const part = pairs.get('id') ?? '';
  if (!REPORTED.includes(state) || part.length > MAX_ID_CHARACTERS) return undefined;
  const said = decodeBase64(pairs.get('msg')) || decodeBase64(pairs.get('title'));
  const text = shown(said) || (state === 'blocked' ? (ASKS.get(pairs.get('kind') ?? '') ?? '') : '');
  return { type: 'report', state: state as ReportedState, text, ...(part === '' ? {} : { part }) };
}

/**
 * OSC 9 is progress (9;4), another of ConEmu's numbered commands, which mean nothing here, or a notification.
 */
export function parseOsc9(data: string): ProgramSignal | undefined {
  const command = /^(\d{1,2})(?:;|$)/.exec(data)?.[1];
  if (command !== undefined && Number(command) >= 1 && Number(command) <= 12) {
    const progress = /^4;(\d)/.exec(data)?.[1];
    // 0 none, 1 a share, 2 failed, 3 of unknown length, 4 halted.
    return progress === undefined
      ? undefined
      : { type: 'progress', running: progress === '1' || progress === '3' };
  }
  const text = shown(data);
  return text === '' ? undefined : { type: 'bell', text };
}

/** `notify;TITLE;BODY`; shells use other words of OSC 777 for themselves. */
export function parseOsc777(data: string): ProgramSignal | undefined {
  const [word, title = '', ...body] = data.split(';');
  return word === 'notify' ? { type: 'bell', text: joinTexts(title, body.join(';')) } : undefined;
}

/** A notification may come in parts, which belong together by their id. One is collected at a time. */
export class KittyNotification {
  #id = '';
  #title = '';
  #body = '';

  /** data: `KEY=VALUE:…;PAYLOAD`. question: the id of a program that asks what is supported. */
  push(data: string): ProgramSignal | { type: 'question'; id: string } | undefined {
    const split = data.indexOf(';');
    const metadata = split < 0 ? data : data.slice(0, split);
    const payload = split < 0 ? '' : data.slice(split + 1);
    const keys = new Map(metadata.split(':').map((pair) => [pair.slice(0, 1), pair.slice(2)] as const));
    const id = /^[\w.+-]{1,64}$/.exec(keys.get('i') ?? '')?.[0] ?? '';
    const part = keys.get('p') ?? 'title';
    if (part === '?') return { type: 'question', id };
    if (part !== 'title' && part !== 'body') return undefined;
    if (id !== this.#id) this.#forget(id);
    const text = keys.get('e') === '1' ? decodeBase64(payload) : payload;
    if (part === 'title') this.#title = (this.#title + text).slice(0, MAX_REPORT_CHARACTERS);
    else this.#body = (this.#body + text).slice(0, MAX_REPORT_CHARACTERS);
    if (keys.get('d') === '0') return undefined;
    const signal: ProgramSignal = { type: 'bell', text: joinTexts(this.#title, this.#body) };
    this.#forget('');
    return signal;
  }

  #forget(id: string): void {
    this.#id = id;
    this.#title = '';
    this.#body = '';
  }
}

const joinTexts = (title: string, body: string): string =>
  [shown(title), shown(body)].filter((text) => text !== '').join(': ');

/** '' for what is not base64 of UTF-8. */
function decodeBase64(value: string | undefined): string {
  try {
    const bytes = Uint8Array.from(atob(value ?? ''), (character) => character.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return '';
  }
}
