// The prompt of a chat: what each key does at it, and its draft. Owns sending, taking back, leaving and when
// the draft is written. Leaves editing to line-editor.ts, replies to a tool's question to questions/,
// and what follows to the chat.
// Invariant: nothing that was typed is lost, whatever the disk refuses.

import { completeWithAgent, isAgentCommand } from './agent-commands.js';
import { DraftKeeper } from './draft-keeper.js';
import { describeEdited, draftOf, type SentHow } from './edited-question.js';
import type { AskedQuestion } from './find-asked.js';
import type { Question } from '../conversation.js';
import { PromptNames } from '../context/prompt-names.js';
import type { MessageLevel } from '../../text/message-level.js';
import { ShellPrompt, type ShellCommand } from '../context/shell-prompt.js';
import { pastedImage } from '../context/pasted-image.js';
import { referencesAt, referencesIn, spellPath } from '../context/references.js';
import { LineEditor, type PromptView } from './line-editor.js';
import { ruleOf } from '../chat-style.js';
import type { ChatHost, Draft, QuestionAlong, StashedDraft } from '../ports.js';
import { PromptSearch } from './prompt-search.js';
import { parsePrompt } from './slash-command.js';
import { describeError } from '../turn.js';

/** Alt-Up, in two forms. */
const TAKE_BACK = ['\x1b[1;3A', '\x1b\x1b[A'];
const ESCAPE = '\x1b';
const CTRL_C = '\x03';
const CTRL_D = '\x04';
const CTRL_Z = '\x1a';
const ENTER = '\r';
const CTRL_G = '\x07';
const CTRL_R = '\x12';
const SHIFT_TAB = '\x1b[Z';

/** What the prompt may do with its chat. */
export interface PromptOwner {
  readonly answering: boolean;
  /** Something was asked. */
  readonly hasTurns: boolean;
  /** Of a turn's question on its branch, from 1; undefined: there is no such turn. */
  numberOf(turn: string | undefined): number | undefined;
  /** The last of the questions that wait for their turn. */
  readonly newestQueued: Question | undefined;
  interrupt(): void;
  /** Enter at an empty prompt: what an interrupt has held begins. */
  goOn(): void;
  /** Queues a question; throws when the disk refuses. */
  send(text: string, along: QuestionAlong & { first?: true }): void;
  /** Takes a question out of the queue; throws when the disk refuses. */
  withdraw(id: string): void;
  /** Runs a command; its reply becomes a note. */
  run(line: string): void;
  suspend(): void;
  addNote(text: string, level: MessageLevel): void;
  /** Another program takes the terminal. */
  standAside(): void;
  draw(): void;
}

export interface PromptSurroundings {
  hint: string | undefined;
  naming: string | undefined;
  /** By a command of the prompt, while it runs. */
  printed: readonly string[];
}

export class ChatPrompt {
  /** For the last key, until the next one. */
  hint: string | undefined;
  readonly #editor: LineEditor;
  readonly #draft: DraftKeeper;
  readonly #search: PromptSearch;
  readonly #names: PromptNames;
  readonly #shell: ShellPrompt;
  /** The turn whose question the draft changes. */
  #edits: string | undefined;
  #prepared = false;
  /** The last key was Esc, at an empty prompt. */
  #wasEscape = false;
  #isEditing = false;

  readonly #host: ChatHost;
  readonly #owner: PromptOwner;

  constructor(host: ChatHost, owner: PromptOwner) {
    this.#host = host;
    this.#owner = owner;
    this.#draft = new DraftKeeper(() => this.#saveDraft());
    const found = (): void => {
      this.#editor.completeAgain();
      owner.draw();
    };
    this.#names = new PromptNames(host, {
      found,
      lookedUp: () => owner.draw(),
    });
    this.#shell = new ShellPrompt(
      {
        around: host.around,
        addNote: (text, level) => owner.addNote(text, level),
        changed: () => owner.draw(),
        save: (printed) => host.keeper.savePrinted(printed),
      },
      host.begun,
    );
    this.#editor = new LineEditor({
      complete: (line) => completeWithAgent(host, line, found),
      completeName: (beginning) => this.#names.complete(beginning),
      onChange: () => {
        this.#draft.changed();
        this.#names.changed(this.#editor.named.all);
      },
      paintMark: ruleOf(host.place),
      get keys() {
        return host.place.promptKeys;
      },
    });
    this.#search = new PromptSearch({
      history: host.history,
      remembered: () => this.#editor.remembered,
      // The draft stays: it is not what is sent.
      send: (asked) => void this.#sendNaming(asked),
      edit: ({ text, refs = [] }, key) => {
        this.#editor.setText(text, refs);
        if (key !== '') this.press(key);
      },
      hint: (text) => (this.hint = text),
      draw: () => owner.draw(),
    });
  }

  /** What stands around it: why a key did nothing, what would be sent along, what a command prints. */
  get surroundings(): PromptSurroundings {
    const naming = this.#names.describe(this.#editor.named, this.#shell.kept);
    return {
      hint: this.hint,
      naming: describeEdited(this.#edited, this.#owner, naming),
      printed: this.#shell.lines,
    };
  }

  get text(): string {
    return this.#editor.text;
  }

  /** The draft, and which `@` in it were typed. */
  get typed(): StashedDraft {
    const { text, typedSigns } = this.#editor;
    return { text, refs: typedSigns };
  }

  get isEmpty(): boolean {
    return this.#editor.isEmpty;
  }

  get hasMenu(): boolean {
    return this.#editor.hasMenu;
  }

  /** What it begins with. */
  begin({ text, cursor, refs = [], edits }: Draft): void {
    this.#edits = edits;
    this.#editor.begin(text, cursor, refs);
  }

  /** An empty draft changes nothing, and there may be another conversation by now. */
  get #edited(): string | undefined {
    if (this.#editor.isEmpty || this.#owner.numberOf(this.#edits) === undefined) this.#edits = undefined;
    return this.#edits;
  }

  /** The question of a turn is the draft, above what is there: sent, it makes a branch there. */
  edit(question: Pick<Question, 'text' | 'refs'>, turn: string): void {
    this.putBack(question, () => (this.#edits = turn));
    this.#draft.save();
  }

  /** The arrow keys bring it back. */
  remember(question: string, refs: readonly number[] = []): void {
    this.#editor.remember(question, refs);
  }

  /** As remember(), for one that was asked just now: a later search finds it. */
  asked(question: string, refs?: readonly number[]): void {
    this.remember(question, refs);
    this.#host.history?.add({ text: question, refs }, this.#host.stamps.now());
  }

  /** A question stands above it from now on, or no longer. */
  questionStands(isOpen: boolean): void {
    this.#search.questionStands(isOpen);
  }

  render(cols: number, maxRows: number): PromptView {
    return this.#search.render(cols, maxRows) ?? this.#editor.render(cols, maxRows);
  }

  /** isQuoted: for the draft, also while the history is searched. */
  paste(text: string, { isQuoted } = { isQuoted: false }): void {
    if (this.#search.paste(text, { isQuoted })) return;
    const image = pastedImage(text);
    if (image === undefined) this.#editor.paste(text);
    else this.#editor.insert(`${spellPath(image)} `);
    this.#prepare();
  }

  /** The bytes of one key that is not a reply. */
  press(data: string): void {
    const editor = this.#editor;
    if (this.#search.press(data)) return;
    const isAgain = this.#wasEscape;
    this.#wasEscape = false;
    if (data === ESCAPE || data === CTRL_C) {
      if (data === ESCAPE && editor.takesEscape) editor.press(data);
      else if (editor.hasMenu) editor.closeMenu();
      else if (this.#shell.isRunning) this.#shell.end();
      else if (this.#owner.answering) this.#owner.interrupt();
      else if (data === CTRL_C) this.#clear();
      else if (editor.isEmpty) this.#escape(isAgain);
    } else if (data === CTRL_D && editor.isEmpty) this.#leaveOrHint();
    else if (data === ENTER) this.submit();
    else if (data === SHIFT_TAB && this.#host.model.agentCommands) this.#owner.run('next-mode');
    else if (data === CTRL_Z) this.#owner.suspend();
    else if (TAKE_BACK.includes(data)) this.#takeNewestBack();
    else if (data === CTRL_G) void this.#openEditor();
    else if (data === CTRL_R && editor.takesText) this.#search.begin();
    else {
      if (editor.press(data) === 'editor') void this.#openEditor();
      this.#prepare();
    }
  }

  /** The draft in the user's own editor; it stays as it is unless that ends well. */
  async #openEditor(): Promise<void> {
    const { edit } = this.#host;
    if (!edit || this.#isEditing) return;
    this.#isEditing = true;
    const before = this.#editor.text;
    this.#draft.save();
    this.#owner.standAside();
    try {
      const edited = await edit(before);
      const now = this.#editor.text;
      // A question that came back meanwhile is not lost.
      this.#editor.replaceEdited(now === before ? edited : `${edited}\n${now}`);
      this.#draft.save();
    } catch (error) {
      this.hint = describeError(error);
    }
    this.#isEditing = false;
    this.#owner.draw();
  }

  /** The draft was sent or used otherwise. remembered: what the arrow keys bring back. */
  empty(remembered?: string): void {
    if (remembered !== undefined) this.#editor.remember(remembered);
    this.#editor.text = '';
    this.#draft.save();
  }

  /** Nobody looks any more: what is not written yet is written. */
  settle(): void {
    this.#draft.settle();
    this.#names.stop();
  }

  save(): void {
    this.#draft.save();
  }

  /** Nothing follows. */
  end(): void {
    this.#draft.save();
    this.#names.stop();
    this.#shell.stop();
  }

  /** Twice: to the list of turns. */
  #escape(isAgain: boolean): void {
    if (!this.#owner.hasTurns) return;
    if (isAgain) return this.#owner.run('rewind');
    this.#wasEscape = true;
    this.hint = 'Esc again lists the questions';
  }

  #leaveOrHint(): void {
    const { place } = this.#host;
    if (place.end) place.end();
    else this.hint = place.howToLeave;
  }

  #clear(): void {
    if (this.#editor.isEmpty) this.hint = this.#host.place.howToLeave;
    else this.#editor.text = '';
    this.#draft.changed();
  }

  /** As Enter does. first: before the questions that wait. False: nothing was sent. */
  submit({ first = false } = {}): boolean {
    if (!first && this.#editor.breakAtBackslash()) return false;
    const { text, beginsPasted, beginsFolded } = this.#editor;
    const prompt = parsePrompt(text, { isPasted: beginsPasted, isFolded: beginsFolded });
    if (prompt.type === 'nothing') {
      this.#owner.goOn();
      return false;
    }
    if (prompt.type === 'command' && !isAgentCommand(this.#host, prompt.line)) {
      this.empty(text);
      this.#owner.run(prompt.line);
      return false;
    }
    if (this.#editor.shellCommand) {
      this.#runShell(this.#editor.shellCommand);
      return false;
    }
    const sent = prompt.type === 'command' ? `/${prompt.line}` : prompt.text;
    const refs = referencesIn(sent, this.#editor);
    const isSent = this.#sendNaming({ text: sent, refs }, { first, edits: this.#edited });
    if (isSent) this.empty();
    return isSent;
  }

  /** False: it was not sent, which is said. refs: which `@` in it name something. */
  #sendNaming({ text, refs = [] }: AskedQuestion, { first = false, edits }: SentHow = {}): boolean {
    const refusal = this.#names.findRefusal(referencesAt(text, refs));
    if (refusal !== undefined) {
      this.hint = refusal;
      return false;
    }
    const attached = this.#shell.kept;
    const along = {
      ...(refs.length > 0 && { refs }),
      ...(attached.length > 0 && { attached }),
      ...(first && { first }),
      ...(edits !== undefined && { edits }),
    };
    if (!this.#trying(() => this.#owner.send(text, along))) return false;
    this.#shell.forget();
    return true;
  }

  #runShell(command: ShellCommand): void {
    const { text, hasFolded, typedSigns } = this.#editor;
    this.hint = hasFolded
      ? 'not run: a command cannot contain a folded paste'
      : this.#shell.begin(command, this.#host.terminal.cols);
    if (this.hint !== undefined) return;
    this.#editor.remember(text, typedSigns);
    this.empty();
  }

  /** A question that was not sent becomes the draft again, above what is there. */
  takeBack(question: Question): void {
    const isBack = this.putBack(question, () => this.#owner.withdraw(question.id));
    if (isBack) this.#shell.keepAgain(question.attached);
  }

  /** The text is the draft again, above what is there. False: act threw, which is said; nothing changed. */
  putBack({ text: given, refs = [] }: Pick<Question, 'text' | 'refs'>, act: () => void): boolean {
    const { text, typedSigns } = this.#editor;
    const before = `${given}\n`;
    const below = typedSigns.map((at) => before.length + at);
    // Saved first: a crash in between duplicates the text instead of losing it.
    if (text === '') this.#editor.setText(given, refs);
    else this.#editor.setText(before + text, [...refs, ...below]);
    this.#draft.save();
    if (this.#trying(act)) return true;
    this.#editor.setText(text, typedSigns);
    this.#draft.save();
    return false;
  }

  #takeNewestBack(): void {
    const newest = this.#owner.newestQueued;
    if (newest) this.takeBack(newest);
    else this.hint = 'no question waits';
  }

  /** false: the disk refused, which is said; the draft stays. */
  #trying(act: () => void): boolean {
    try {
      act();
      return true;
    } catch (error) {
      this.hint = describeError(error);
      return false;
    }
  }

  /** Loads what the first turn will need, after the key's echo was sent. */
  #prepare(): void {
    if (this.#prepared || this.#editor.isEmpty || this.#editor.text.startsWith('/')) return;
    this.#prepared = true;
    setImmediate(() => this.#host.model.prepare());
  }

  #saveDraft(): void {
    this.#host.keeper.saveDraft(draftOf(this.#editor.draft, this.#edited));
  }
}
