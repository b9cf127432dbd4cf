// An inbox over questions that a test makes and ends, on the faked clock: drawn as a client draws it, after
// every key and every change. Owns what has been on the screen since when, by what its rows say. Leaves the
// rules to the inbox.

import type { OpenQuestion } from '../../../src/chat/questions/question-queue.js';
import type { UserQuestion, UserReply } from '../../../src/chat/user-question.js';
import type { Dialog, DialogCommand, DialogStep, DialogView } from '../../../src/dialogs/dialog-view.js';
import { InboxDialog, type InboxPorts } from '../../../src/session/inbox/inbox-dialog.js';
import type { InboxEntry } from '../../../src/session/inbox/open-questions.js';
import type { FindPreview } from '../../../src/dialogs/session-preview.js';
import { parseKeyName } from '../../../src/keymap/key.js';
import { QuestionSight } from '../../../src/server/view/question-sight.js';

export interface GivenReply {
  id: string;
  reply: UserReply;
  /** How long a row that only its reply is chosen from had been on the screen. */
  shownMs: number;
  /** Since the last key. */
  afterKeyMs: number;
}

export interface StartedInbox {
  /** first: it has waited longer than the others. */
  ask(question: UserQuestion, more?: Partial<InboxEntry> & { sign?: string; first?: boolean }): string;
  /** A program's. */
  report(text: string, more?: Partial<InboxEntry>): string;
  /** unseen: its inbox is not told. */
  end(id: string, how?: { unseen: boolean }): void;
  press(...keys: string[]): void;
  paste(text: string): void;
  resize(rows: number, cols: number): void;
  readonly view: DialogView;
  /** Its rows as text, then the footer. */
  rows(): string[];
  readonly replies: GivenReply[];
  readonly queued: string[];
  /** Of the step that closed it; undefined: it is open. */
  readonly closed: DialogCommand[] | undefined;
  /** Another one in its place, if it was closed. */
  reopen(): void;
  /** Why the next reply cannot be kept. */
  failWith(error: Error | undefined): void;
}

export function startInbox({
  rows = 20,
  cols = 96,
  readOnly = false,
  findPreview = () => undefined,
}: {
  rows?: number;
  cols?: number;
  readOnly?: boolean;
  findPreview?: FindPreview;
} = {}): StartedInbox {
  const entries: InboxEntry[] = [];
  const signs = new Map<string, string>();
  const onScreen = new Map<string, number>();
  const sight = new QuestionSight();
  const replies: GivenReply[] = [];
  const queued: string[] = [];
  const room = { rows, cols };
  let count = 0;
  let keyAt = Number.NEGATIVE_INFINITY;
  let failure: Error | undefined;
  let closed: DialogCommand[] | undefined;
  let view: DialogView | undefined;

  const ports: InboxPorts = {
    readOnly,
    open: () => [...entries],
    now: () => performance.now(),
    seenMs: (id) => sight.seenMs(id, performance.now()),
    reply: ({ id }, reply) => {
      if (failure) throw failure;
      const at = entries.findIndex((entry) => entry.id === id);
      if (at < 0) return false;
      entries.splice(at, 1);
      const now = performance.now();
      const shownMs = now - (onScreen.get(id) ?? now);
      replies.push({ id, reply, shownMs, afterKeyMs: now - keyAt });
      return true;
    },
    queue: ({ session }, text) => void queued.push(`${session.name}: ${text}`),
    findPreview,
    changed: () => draw(),
  };
  let dialog: Dialog = new InboxDialog(ports);

  const rowsOf = ({ lines, footer = '' }: DialogView): string[] => [
    ...lines.map((line) =>
      line
        .map(({ text }) => text)
        .join('')
        .trimEnd(),
    ),
    footer,
  ];
  const draw = (): void => {
    if (closed) return;
    view = dialog.view(room);
    const { asks } = view;
    const now = performance.now();
    sight.drawn(asks ? [{ id: asks.id, place: `${asks.row} ${room.rows} ${room.cols}` }] : []);
    sight.arrived(now);
    const rowTexts = rowsOf(view);
    const text = rowTexts.join('\n');
    const selected = rowTexts[view.selected ?? -1] ?? '';
    for (const [id, sign] of signs) {
      // In place of the options while the reason for a no is typed.
      const takesReason = text.includes('Type why not') && selected.includes(`#${id.slice(1)} `);
      if (text.includes(sign) || takesReason) onScreen.set(id, onScreen.get(id) ?? now);
      else onScreen.delete(id);
    }
  };
  const changed = (): void => {
    dialog.listChanged?.();
    draw();
  };
  const follow = (step: DialogStep): void => {
    if (step.type === 'close') {
      closed = step.commands;
      dialog.closed?.();
      onScreen.clear();
    } else dialog = step.dialog;
    draw();
  };
  const add = (entry: InboxEntry, first = false): string => {
    if (first) entries.unshift(entry);
    else entries.push(entry);
    changed();
    return entry.id;
  };
  const common = (
    number: number,
  ): Pick<InboxEntry, 'session' | 'since' | 'ageMs' | 'agent' | 'directory'> => {
    const since = performance.now();
    return {
      session: { number, id: `s${number}`, name: `chat${number}` },
      since,
      ageMs: () => performance.now() - since,
      agent: 'fake',
      directory: undefined,
    };
  };
  draw();
  return {
    ask(question, { sign, first, ...more } = {}) {
      const number = ++count;
      const id = `q${number}`;
      if (sign !== undefined) signs.set(id, sign);
      const open: OpenQuestion = { ...question, id, since: performance.now() };
      const { text } = question;
      return add({ ...common(number), id, question: open, text, headline: () => text, ...more }, first);
    },
    report(text, more = {}) {
      const number = ++count;
      return add({
        ...common(number),
        id: `p${number}`,
        agent: null,
        question: undefined,
        text,
        headline: () => text,
        ...more,
      });
    },
    end(id, { unseen } = { unseen: false }) {
      const at = entries.findIndex((entry) => entry.id === id);
      if (at >= 0) entries.splice(at, 1);
      if (!unseen) changed();
    },
    press(...keys) {
      for (const name of keys) {
        if (closed) return;
        const key = parseKeyName(name);
        if (!key) throw new Error(`no key ${name}`);
        const step = dialog.press(key);
        keyAt = performance.now();
        follow(step);
      }
    },
    paste(text) {
      follow(dialog.paste(text));
    },
    resize(newRows, newCols) {
      Object.assign(room, { rows: newRows, cols: newCols });
      draw();
    },
    get view() {
      if (!view) throw new Error('it was never drawn');
      return view;
    },
    rows: () => rowsOf(dialog.view(room)),
    replies,
    queued,
    get closed() {
      return closed;
    },
    reopen() {
      if (!closed) return;
      closed = undefined;
      dialog = new InboxDialog(ports);
      draw();
    },
    failWith: (error) => void (failure = error),
  };
}

const OPTIONS = [
  { id: 'always', name: 'Always allow', kind: 'allow_always' },
  { id: 'once', name: 'Allow', kind: 'allow_once' },
  { id: 'no', name: 'Reject', kind: 'reject_once' },
] as const;

export const CALL = {
  id: 'call',
  title: '',
  status: 'pending',
  output: '',
  diffs: [],
  paths: [],
} as const;

/** sign: in the name of an option. */
export const permission = (command: string, sign = ''): UserQuestion => ({
  kind: 'permission',
  text: 'May it?',
  options: OPTIONS.map((option) => ({ ...option, name: `${option.name}${sign}` })),
  call: { ...CALL, kind: 'execute', input: { command } },
});
