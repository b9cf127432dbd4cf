// The one place that creates, switches, renames, closes and reopens sessions. Keys, slash commands, prompt
// and CLI all call it through the commands. Owns the open sessions and the archive. Leaves panes to the
// arrangement, one session's life to its class, disk to the store. Invariant: an operation that throws has
// changed nothing.

import { whileItLasts } from '../loop/while-it-lasts.js';
import type { PickerRow } from '../dialogs/picker-groups.js';
import type { Tab } from '../panes/workspace.js';
import { panesOf } from '../panes/workspace.js';
import { changeRecord, endedByKill, type RecordChange, type SessionRecord } from '../store/session-record.js';
import { UserError } from '../text/user-error.js';
import type { Arrangement, Place } from './arrangement/arrangement.js';
import type { ChatSession } from './chat/chat-session.js';
import { isProgram, type AnySession } from './any-session.js';
import { Lives } from './life/lives.js';
import type { ManagedSession } from './managed-session.js';
import type { CoordinatorOptions, CoordinatorPorts } from './coordinator-ports.js';
import { checkName, isTaken, nameFromQuestion, resolveSession, uniqueName } from './names/names.js';
import type { CreateOptions, NamingRules } from './new-session.js';
import { chatLike, describeNewSession, reservedNames } from './new-session.js';
import { lowestFreeNumber } from './names/numbers.js';
import { SessionLimits } from './session-limits.js';
import type { SessionType } from './session-types.js';
import type { ListedSession } from './session-facts.js';
import { listArchived, listOpen, pickerRow } from './session-facts.js';
import { besideByNumber, describeRunning, nextWaiting, visitedLast } from './arrangement/session-order.js';
import { StandIns } from './life/stand-ins.js';
import { findType } from './session-types.js';
import type { Viewer } from './arrangement/viewers.js';
import { commandWord } from '../text/mentions.js';

export class Coordinator {
  readonly #lives: Lives;
  readonly #limits: SessionLimits;
  readonly #standIns: StandIns;
  /** Sessions that some client drew when things were last settled. */
  #drawn: ReadonlySet<string> = new Set();

  readonly #ports: CoordinatorPorts;
  readonly #options: CoordinatorOptions;

  constructor(
    readonly arrangement: Arrangement,
    ports: CoordinatorPorts,
    options: CoordinatorOptions,
  ) {
    this.#ports = ports;
    this.#options = options;
    this.#limits = new SessionLimits(options);
    this.#lives = new Lives({
      removeFolder: (id) => ports.disk.removeFolder(id),
      onEnded: (session) => ports.listener.onEnded(session),
      onLife: (life, session) => ports.listener.onLife(life, session),
      onSettled: () => {
        ports.disk.save('now');
        ports.listener.onWorkspaceChange();
      },
      onBug: (what, error) => ports.listener.onBug(what, error),
    });
    this.#standIns = new StandIns({
      arrangement,
      sessions: () => this.sessions,
      find: (id) => this.find(id),
      create: (wishes) => this.createSession({ ...wishes, cwd: ports.possible.existingOrHome(wishes.cwd) }),
      drop: (session) => this.#drop(session),
    });
  }

  get types(): readonly SessionType[] {
    return this.#options.types;
  }

  /** Names of the agents that are known, whether or not they are installed. */
  get agents(): readonly string[] {
    return this.#options.agents;
  }

  /** As the store keeps them: newest last. */
  get storedArchive(): readonly SessionRecord[] {
    return this.#lives.archive.stored;
  }

  /** Open sessions in the order of their opening. */
  get sessions(): readonly AnySession[] {
    return this.#lives.open;
  }

  /** Archived ones, closed last first. */
  get archive(): readonly SessionRecord[] {
    return this.#lives.archive.newestFirst;
  }

  find(id: string): AnySession | undefined {
    return this.#lives.find(id);
  }

  /** The open session that a word means; throws a UserError with similar names. */
  resolve(word: string): AnySession {
    return resolveSession(word, this.sessions, { closed: this.archive });
  }

  /**
   * Takes over what the store kept. Programs have ended with their server and are not run again, chats are
   * not loaded yet.
   */
  restore(stored: { open: readonly SessionRecord[]; archive: readonly SessionRecord[] }): void {
    for (const record of stored.archive) this.#lives.archive.add({ record: endedByKill(record) });
    for (const record of stored.open) this.#lives.adopt(this.#make(endedByKill(record), undefined));
  }

  async createSession(options: CreateOptions): Promise<AnySession> {
    if (options.kind === 'program') await this.#ports.maker.prepareSpawn();
    const { arrangement } = this;
    const ports = this.#ports;
    const { viewer } = options;
    const place = this.#possiblePlace(viewer, options.place);
    this.#limits.check(this.#lives.openCount);
    arrangement.checkPlace(viewer, place);
    if (options.model !== undefined && options.agent === undefined) ports.possible.checkModel(options.model);
    const record = describeNewSession(options, this.#rules(), {
      id: options.id ?? ports.stamps.newId(),
      now: ports.stamps.now(),
      cwd: ports.possible.resolveDirectory(options.cwd),
    });
    const session = this.#make(record, options.env);
    if (isProgram(session)) session.start(options.size ?? arrangement.sizeAt(viewer, place));
    this.#lives.begin(session);
    arrangement.place(viewer, session.id, place);
    this.settle();
    const notice = this.#limits.noticeAt(this.#lives.openCount);
    if (notice !== undefined) this.#ports.listener.onNotice(notice);
    return session;
  }

  /** What a split or a new tab opens: a chat with type, model and directory of the focused session. */
  likeFocused(viewer: Viewer): Omit<CreateOptions, 'env' | 'viewer' | 'place'> {
    const focused = this.focused(viewer);
    const chat = focused && !isProgram(focused) ? focused.record : undefined;
    return chatLike(chat, this.#ports.possible.existingOrHome(this.directoryFor(viewer)));
  }

  /** Directory of the focused session: a program's current one. */
  directoryFor(viewer: Viewer): string {
    const focused = this.focused(viewer);
    if (!focused) return '~';
    return isProgram(focused) ? focused.directory : focused.record.cwd;
  }

  focused(viewer: Viewer): AnySession | undefined {
    const id = this.arrangement.focusedSession(viewer);
    return id === undefined ? undefined : this.find(id);
  }

  /** The viewer's tab draws it. */
  isDrawnFor(viewer: Viewer, session: ManagedSession): boolean {
    return this.arrangement.boxes(viewer).boxes.some((box) => box.session === session.id);
  }

  isFocused(viewer: Viewer, session: ManagedSession): boolean {
    return this.arrangement.focusedSession(viewer) === session.id;
  }

  /**
   * Goes to the session's pane; without one it takes the focused pane, whose session goes to the background.
   */
  showSession(viewer: Viewer, session: ManagedSession, place: Place = { at: 'pane' }): void {
    const before = this.focused(viewer);
    if (place.at !== 'pane' || !this.arrangement.goTo(viewer, session.id))
      this.arrangement.place(viewer, session.id, this.#possiblePlace(viewer, place));
    if (before && before !== session) before.update({ lastUsed: this.#ports.stamps.now() });
    session.update({ lastUsed: this.#ports.stamps.now() + 1 });
    this.settle();
  }

  /** The session next to the focused one by number, or the one that the viewer visited before it. */
  neighbour(viewer: Viewer, which: 'next' | 'prev' | 'last'): AnySession | undefined {
    const focused = this.focused(viewer);
    const others = this.sessions.filter((session) => session !== focused);
    if (which === 'last') return visitedLast(others, viewer);
    return besideByNumber(others, focused?.number ?? 0, which);
  }

  splitWith(viewer: Viewer, direction: 'right' | 'below', session: ManagedSession): void {
    this.arrangement.moveToSplit(viewer, session.id, direction);
    this.settle();
  }

  renameSession(session: ManagedSession, name: string): void {
    if (name === session.name) return;
    checkName(name, this.#namingRules(session));
    this.#rename(session, { name, named: true });
  }

  /** A chat that nobody named gets a name from its first question, once. */
  autoName(session: ChatSession, question: string): void {
    const prefix = findType(this.types, session.record.type)?.prefix ?? '';
    const name = nameFromQuestion(question, { prefix, ...this.#namingRules(session) });
    if (name !== undefined) this.#rename(session, { formerName: session.name, name, named: true });
  }

  /** Archives it. Its program or answer continues for a while, so that reopen brings it back whole. */
  async closeSession(session: AnySession): Promise<void> {
    this.#archiveSession(session);
    await this.#fillEmpty();
  }

  async hide(session: ManagedSession): Promise<void> {
    if (this.sessions.length === 1)
      throw new UserError(`this is the only session; ${commandWord('new')} opens another`);
    this.arrangement.removeSession(session.id);
    await this.#fillEmpty(session.id);
  }

  sessionsOfTab(tab: Tab): AnySession[] {
    return panesOf(tab).flatMap(({ session }) => this.find(session) ?? []);
  }

  async closeTab(tab: Tab, what: 'hide' | 'close'): Promise<void> {
    const sessions = this.sessionsOfTab(tab);
    for (const session of sessions)
      if (what === 'close') this.#archiveSession(session);
      else this.arrangement.removeSession(session.id);
    await this.#fillEmpty();
  }

  /** The last closed session, or the one the word means. One that is still ending is waited for. */
  async reopenSession(viewer: Viewer, word: string | undefined): Promise<AnySession> {
    const { archive } = this.#lives;
    const { id, name } = archive.resolve(word, this.sessions);
    this.#limits.check(this.#lives.openCount);
    await this.#ports.disk.takeOver({ id, name });
    const record = archive.get(id);
    if (!record) throw new UserError(`${name} is already open`);
    const reopened = this.#lives.reopen(record, (kept, living) => this.#bringBack(viewer, kept, living));
    const session = await whileItLasts(reopened, () => {
      this.#ports.listener.onNotice(`${name} is still ending; it opens when its program has ended`);
      return () => {};
    });
    this.showSession(viewer, session);
    return session;
  }

  #bringBack(viewer: Viewer, record: SessionRecord, living: AnySession | undefined): AnySession {
    this.#limits.check(this.#lives.openCount);
    const others = this.sessions.filter((session) => !this.#standIns.yields(viewer, session));
    const change = {
      archivedAt: undefined,
      closedItself: undefined,
      number: lowestFreeNumber(others.map(({ number }) => number)),
      name: uniqueName(
        record.name,
        others.map(({ name }) => name),
      ),
      lastUsed: this.#ports.stamps.now(),
    };
    const session = living ?? this.#make(changeRecord(record, change), undefined);
    session.update(change);
    if (change.name !== record.name) session.renamed();
    return session;
  }

  /** The archived session that a word means; throws a UserError with similar names, and for an open one. */
  resolveArchived(word: string): SessionRecord {
    const number = /^#?(\d+)$/.exec(word)?.[1];
    const open = this.sessions.find(
      (session) =>
        session.id === word || isTaken(session.name, [word]) || session.number === Number(number ?? -1),
    );
    if (open) throw new UserError(`${open.name} is open; close it first, then delete it`);
    return this.#lives.archive.resolve(word);
  }

  /** Looks for what `qmux chat` left since; lists show what was found last. */
  async refreshArchive(): Promise<void> {
    if (this.#lives.archive.setPlain(await this.#ports.disk.listPlainChats()))
      this.#ports.listener.onWorkspaceChange();
  }

  closedBefore(before: number): SessionRecord[] {
    return this.#lives.archive.closedBefore(before);
  }

  /** Removes an archived session for good: what still runs of it ends, its folder goes, then its entry. */
  deleteSession(record: SessionRecord): Promise<void> {
    return this.#lives.delete(record);
  }

  /**
   * The viewer goes on to the next session that needs the user, longest waiting first. False: there is no
   * other.
   */
  showNextWaiting(viewer: Viewer): boolean {
    const next = nextWaiting(this.sessions, this.focused(viewer)?.id, viewer.walk);
    if (next) this.showSession(viewer, next.session);
    viewer.walk = next?.position;
    return next !== undefined;
  }

  /** What would be ended or cut if the server ended. */
  running(): string[] {
    return describeRunning(this.sessions);
  }

  /** There is always something to look at: the background session used last, else a fresh chat. */
  async ensurePane(cwd: string, env: Readonly<Record<string, string>>): Promise<void> {
    if (this.arrangement.workspace.tabs.length === 0) await this.#fillEmpty(undefined, { cwd, env });
  }

  /** In creation order; archived ones last, most recently closed first. */
  list(options: { archived: boolean }): ListedSession[] {
    const now = this.#ports.stamps.now();
    const open = this.sessions.map((session) => listOpen(session, this.arrangement.paneOf(session.id), now));
    return options.archived ? [...open, ...this.archive.map((record) => listArchived(record, now))] : open;
  }

  pickerRows(): PickerRow[] {
    const records = [...this.sessions.map(({ record }) => record), ...this.archive];
    return this.list({ archived: true }).map((listed, at) => pickerRow(listed, records[at] as SessionRecord));
  }

  /** After any change: every view and screen follows, clients draw, the index is written. */
  settle(): void {
    const drawn = this.arrangement.settle();
    // Only those drawn before or now: the others are hidden already, however many there are.
    for (const id of new Set([...this.#drawn, ...drawn.keys()])) {
      const session = this.find(id);
      const now = drawn.get(id);
      if (now) session?.show(now);
      else session?.hide();
      session?.setVisible(now?.visible ?? false);
      session?.setUrgent(now?.urgent ?? false);
      session?.setFocused(now?.focused ?? false);
    }
    this.#drawn = new Set(drawn.keys());
    this.#standIns.sweep();
    this.#ports.disk.save('now');
    this.#ports.listener.onWorkspaceChange();
  }

  /** Saves and ends every session; programs in parallel. */
  stop(): Promise<void> {
    return this.#lives.quit();
  }

  #make(record: SessionRecord, env: Readonly<Record<string, string>> | undefined): AnySession {
    return record.kind === 'chat'
      ? this.#ports.maker.makeChat(record)
      : this.#ports.maker.makeProgram(record, env);
  }

  #archiveSession(session: AnySession): void {
    session.update({ archivedAt: this.#ports.stamps.now() });
    this.#takeOut(session);
    this.#lives.close(session);
  }

  #takeOut(session: AnySession): void {
    this.arrangement.closeSession(session.id);
    session.hide();
    session.setVisible(false);
    session.setFocused(false);
  }

  #drop(session: AnySession): void {
    this.#takeOut(session);
    this.#lives.drop(session);
  }

  async #fillEmpty(...how: Parameters<StandIns['fill']>): Promise<void> {
    await this.#standIns.fill(...how);
    this.settle();
  }

  /** Without a tab there is no pane to take or to split. */
  #possiblePlace(viewer: Viewer, place: Place): Place {
    if (place.at !== 'pane' && place.at !== 'split') return place;
    return this.arrangement.workspace.tabs.length === 0 || this.arrangement.focusedPane(viewer) === undefined
      ? { at: 'tab' }
      : place;
  }

  #rules(): NamingRules {
    const { types, agents, agent } = this.#options;
    return { types, agents, agent, names: this.#names(), numbers: this.sessions.map(({ number }) => number) };
  }

  #namingRules(session: ManagedSession): { typeNames: readonly string[]; taken: readonly string[] } {
    return { typeNames: reservedNames(this), taken: this.#names(session.id) };
  }

  #rename(session: ManagedSession, change: RecordChange): void {
    session.update(change);
    session.renamed();
    this.settle();
  }

  #names(except?: string): string[] {
    return this.sessions.filter(({ id }) => id !== except).map(({ name }) => name);
  }
}
