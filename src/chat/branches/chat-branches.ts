// What a user does with the turns of a chat: asks again, goes back, takes out, goes on. Owns what each of
// these writes, and when it is refused. Leaves what the records mean to branch-records.ts. Invariants:
// nothing is lost, since the branch before is still there; what is refused, by the disk too, has changed
// nothing.

import { commandWord } from '../../text/mentions.js';
import { sanitiseLine } from '../../text/sanitise.js';
import { UserError } from '../../text/user-error.js';
import { recordsOfAttached } from '../context/attached-records.js';
import type { Conversation, Question, Turn, TurnNode } from '../conversation.js';
import type { ChatHost } from '../ports.js';
import type { RecordedConversation } from '../recorded-conversation.js';
import type { TranscriptRecord } from '../transcript-record.js';
import type { Work } from '../turn-queue.js';
import { Asides } from './asides.js';
import { Compaction } from './compaction.js';
import { findSummary } from './context.js';
import { isOnBranch } from './turn-tree.js';

export interface BranchingChat {
  readonly host: ChatHost;
  readonly recorded: RecordedConversation;
  readonly prompt: {
    hint: string | undefined;
    /** The text is the draft; sent, it makes a branch where the turn is. */
    edit(question: Pick<Question, 'text' | 'refs'>, turn: string): void;
    /** The text is the draft again, above what is there. False: act threw, which is said; nothing changed. */
    putBack(question: Pick<Question, 'text' | 'refs'>, act: () => void): boolean;
  };
  isBusy(): boolean;
  send(text: string): string;
  addNote(text: string, level: 'info' | 'error'): void;
  /** Begins the turn that is next, and draws. */
  goOn(): void;
  /** What an interrupt has held may begin. */
  letGo(): void;
  runBetween(name: string, work: Work): void;
}

/** What a model is asked that goes on from a cut answer. */
const GO_ON = 'Your last answer was cut. Go on exactly where it ended, and repeat nothing.';

export class ChatBranches {
  readonly #chat: BranchingChat;

  readonly #compaction: Compaction;
  readonly #asides: Asides;

  constructor(chat: BranchingChat) {
    this.#chat = chat;
    this.#compaction = new Compaction(chat);
    this.#asides = new Asides(chat);
  }

  get #conversation(): Conversation {
    return this.#chat.recorded.conversation;
  }

  /** Throws a UserError while something runs. */
  checkIdle(): void {
    if (this.#chat.isBusy()) throw new UserError('an answer is running; Esc first');
  }

  /** The last question again, before all that wait; model: who answers it, this once. */
  retry(model: string | undefined): void {
    this.checkIdle();
    const { parent, question, refs, attached } = this.#last();
    const { stamps } = this.#chat.host;
    const [id, at] = [stamps.newId(), stamps.now()];
    const asked = { type: 'question', id, parent, text: question, first: true } as const;
    // What its text names is read again; a file that went along otherwise goes along as it was.
    const along = refs.length > 0 ? [] : attached;
    this.#change(
      { type: 'head', turn: parent },
      { ...asked, ...(refs.length > 0 ? { refs } : {}), ...(model === undefined ? {} : { model }), at },
      ...along.flatMap((each) => [...recordsOfAttached(id, each, at)]),
    );
    this.#chat.letGo();
  }

  /** Its question is the draft; the conversation stays as it is until that is sent. */
  edit(turn: Turn): void {
    this.checkIdle();
    this.#chat.prompt.edit(questionOf(turn), turn.id);
    this.#chat.goOn();
  }

  /** What is asked next takes its place, for who has no prompt to put it into. */
  goBefore(turn: Turn): void {
    this.checkIdle();
    this.#change({ type: 'head', turn: turn.parent });
  }

  /**
   * For a question that takes the place of this one: what goes before it in the same write, and how it is
   * asked. Throws a UserError while something runs. undefined: there is no such turn any more.
   */
  branchAt(
    id: string,
  ): { head: TranscriptRecord; asked: { parent: string | null; first: true } } | undefined {
    const turn = this.#conversation.tree.byId.get(id)?.turn;
    if (!turn) return undefined;
    this.checkIdle();
    const { parent } = turn;
    return { head: { type: 'head', turn: parent }, asked: { parent, first: true } };
  }

  /** Its question is the draft as well; nothing else changes. */
  copy(turn: Turn): void {
    this.#chat.prompt.putBack(questionOf(turn), () => undefined);
    this.#chat.goOn();
  }

  /** Another branch becomes the current one. */
  goTo(end: TurnNode): void {
    this.checkIdle();
    if (this.#conversation.tree.head !== end) this.#change({ type: 'head', turn: end.turn.id });
  }

  /** Turns of another chat follow, or the conversation ends earlier. Throws while something runs. */
  goOnWith(records: readonly TranscriptRecord[]): void {
    this.checkIdle();
    this.#change(...records);
  }

  /** The last turn is no longer part of what a model is given. */
  undo(): void {
    this.checkIdle();
    const turns = this.#conversation.turns.slice(findSummary(this.#conversation)?.upTo.depth ?? 0);
    const last = turns.findLast(({ isOut }) => !isOut);
    if (!last) throw new UserError('no turn is left to take out of the context');
    this.#change({ type: 'context', turn: last.id, in: false });
    this.#chat.addNote(
      `${this.#name(last)} is out of the context; /redo puts it back, and files stay as they are`,
      'info',
    );
  }

  /** The turn that was taken out last is part of it again. */
  redo(): void {
    this.checkIdle();
    const conversation = this.#conversation;
    const node = conversation.tree.undone.findLast((each) => isOnBranch(conversation, each));
    if (!node) throw new UserError('no turn of this branch was taken out of the context');
    this.#change({ type: 'context', turn: node.turn.id, in: true });
    this.#chat.addNote(`${this.#name(node.turn)} is part of the context again`, 'info');
  }

  /** Goes on from an answer that was cut. */
  continueAnswer(): void {
    this.checkIdle();
    const { finish, answer } = this.#last();
    if (finish === 'stop') throw new UserError('the last answer is complete; say what is missing');
    if (answer.trim() === '')
      throw new UserError(
        `there is no answer to go on from; ${commandWord('retry')} asks the last question again`,
      );
    this.#chat.send(GO_ON);
    this.#chat.letGo();
  }

  /** As Asides.ask(), also while an answer runs. */
  askAside(...how: Parameters<Asides['ask']>): ReturnType<Asides['ask']> {
    return this.#asides.ask(...how);
  }

  /** The same where nothing shows its answer while it comes: that it was asked stands at the prompt. */
  async askAsideUnseen(question: string): Promise<string | undefined> {
    const { prompt } = this.#chat;
    const hint = 'asked aside; the answer is added here when it is complete';
    prompt.hint = hint;
    this.#chat.goOn();
    try {
      return await this.askAside(question, new AbortController().signal, () => {});
    } finally {
      if (prompt.hint === hint) prompt.hint = undefined;
      this.#chat.goOn();
    }
  }

  /** The chat ends. */
  stop(): void {
    this.#asides.stop();
  }

  /** A summary comes to stand for the older turns. focus: what matters in it, in the user's words. */
  compact(focus: string): void {
    this.checkIdle();
    this.#compaction.check();
    this.#runCompaction(focus);
  }

  /** A turn has ended. */
  compactIfDue(): void {
    const percent = this.#compaction.due;
    if (percent === undefined) return;
    this.#chat.addNote(`the context is ${percent} % full: compacting it (Esc stops that)`, 'info');
    this.#runCompaction('');
  }

  #runCompaction(focus: string): void {
    this.#chat.runBetween('compacting', (signals, onWait) => this.#compaction.run(focus, signals, onWait));
  }

  /** word: its number on the current branch, or its id. Throws a UserError (exit code 2). */
  find(word: string | undefined): Turn {
    if (word === undefined) return this.#last();
    const { turns } = this.#conversation;
    const turn = turns.find(({ id }) => id === word) ?? (/^\d{1,9}$/.test(word) && turns[Number(word) - 1]);
    if (turn) return turn;
    const range = turns.length === 0 ? 'nothing has been asked yet' : `they are 1 to ${turns.length}`;
    throw new UserError(`no question ${sanitiseLine(word)}; ${range}`, { exitCode: 2 });
  }

  /** Of any branch, by its id. Throws a UserError (exit code 2). */
  findEnd(id: string): TurnNode {
    const node = this.#conversation.tree.byId.get(id);
    if (node) return node;
    throw new UserError(`no branch ends with ${sanitiseLine(id)}; ${commandWord('branches')} lists them`, {
      exitCode: 2,
    });
  }

  /** On the current branch, from 1. */
  numberOf(turn: Turn): number {
    return this.#conversation.turns.indexOf(turn) + 1;
  }

  #last(): Turn {
    const last = this.#conversation.turns.at(-1);
    if (!last) throw new UserError('nothing has been asked yet');
    return last;
  }

  #name(turn: Turn): string {
    return `question ${this.numberOf(turn)} (${sanitiseLine(turn.question, NAMED_CHARACTERS)}) with its answer`;
  }

  /** All or nothing: one write. Throws if the disk refuses. */
  #change(...records: readonly TranscriptRecord[]): void {
    this.#chat.recorded.append(...records);
    this.#chat.host.onEvent({ type: 'branch-changed' });
    this.#chat.goOn();
  }
}

const questionOf = ({ question: text, refs }: Turn): Pick<Question, 'text' | 'refs'> => ({ text, refs });

const NAMED_CHARACTERS = 40;
