// The one place that creates, switches, renames, closes and reopens sessions. Keys, slash commands, prompt
// and CLI all call it through the commands. Owns the open sessions and the archive. Leaves panes to the
// arrangement, one session's life to its class, disk to the store. Invariant: an operation that throws has
// changed nothing.

import type { PickerRow } from '../dialogs/picker-groups.js';
import type { Tab } from '../panes/workspace.js';
import { panesOf } from '../panes/workspace.js';
import { endedByKill, type RecordChange, type SessionRecord } from '../store/session-record.js';
import { UserError } from '../text/user-error.js';
import type { Arrangement, Place } from './arrangement/arrangement.js';
import type { ChatSession } from './chat/chat-session.js';
import { isProgram, type AnySession } from './any-session.js';
import { Closes } from './life/closes.js';
import { Lives } from './life/lives.js';
import { Reopening, type Reopened } from './life/reopening.js';
import type { ManagedSession } from './managed-session.js';
import type { CoordinatorOptions, CoordinatorPorts } from './coordinator-ports.js';
import { checkName, nameFromQuestion, resolveSession } from './names/names.js';
import { renameMany, type Renaming } from './names/rename-many.js';
import type { CreateOptions, NamingRules } from './new-session.js';
import { chatLike, describeNewSession, reservedNames } from './new-session.js';
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
  readonly #closes: Closes;
  readonly #reopening: Reopening;
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
      onLife: (life, sessions) => ports.listener.onLife(life, sessions),
      onSettled: ({ moreFollow }) => {
        ports.disk.save(moreFollow ? 'soon' : 'now');
        ports.listener.onWorkspaceChange();
      },
      onBug: (what, error) => ports.listener.onBug(what, error),
    });
    this.#standIns = new StandIns({
      arrangement,
      sessions: () => this.sessions,
      find: (id) => this.find(id),
      create: (wishes) => this.createSession({ ...wishes, cwd: ports.possible.existingOrHome(wishes.cwd) }),
      drop: (session) => this.drop(session),
    });
    this.#closes = ports.closes ?? new Closes();
    this.#reopening = new Reopening({
      lives: this.#lives,
      closes: this.#closes,
      standIns: this.#standIns,
      limits: this.#limits,
      arrangement,
      around: ports,
      make: (record) => this.#make(record, undefined),
      show: (viewer, session) => this.showSession(viewer, session),
      settle: () => this.settle(),
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

  /** All of them or none. */
  renameSessions(changes: readonly Renaming[]): Promise<void> {
    const around = { open: this.sessions, typeNames: reservedNames(this), settle: () => this.settle() };
    return renameMany(changes, around);
  }

  /** A chat that nobody named gets a name from its first question, once. */
  autoName(session: ChatSession, question: string): void {
    const prefix = findType(this.types, session.record.type)?.prefix ?? '';
    const name = nameFromQuestion(question, { prefix, ...this.#namingRules(session) });
    if (name !== undefined) this.#rename(session, { formerName: session.name, name, named: true });
  }

  closeSession(session: AnySession): Promise<void> {
    return this.closeSessions([session]);
  }

  /** Archives them in one step, which reopening takes back. What they run continues for a while. */
  async closeSessions(closing: readonly AnySession[]): Promise<void> {
    const { arrangement } = this;
    const finish = this.#closes.begin(closing, { arrangement, sessions: () => this.sessions });
    for (const session of closing) session.update({ archivedAt: this.#ports.stamps.now() });
    arrangement.closeSessions(new Set(closing.map(({ id }) => id)));
    this.#takeOut(closing);
    this.#lives.closeAll(closing);
    await this.#standIns.fill();
    finish();
    this.settle();
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
    if (what === 'close') return this.closeSessions(sessions);
    for (const session of sessions) this.arrangement.removeSession(session.id);
    await this.#fillEmpty();
  }

  /** The closed sessions that the words mean; the viewer goes to the first. */
  reopenSessions(viewer: Viewer, words: readonly string[]): Promise<AnySession[]> {
    return this.#reopening.named(viewer, words);
  }

  /** The whole last close, of one session or many, with their panes. */
  reopenLast(viewer: Viewer): Promise<Reopened> {
    return this.#reopening.last(viewer);
  }

  /** The archived session that a word means; throws a UserError with similar names, and for an open one. */
  resolveArchived(word: string): SessionRecord {
    return this.#lives.archive.resolveClosed(word, this.sessions);
  }

  /** Looks for what `qmux chat` left since; lists show what was found last. */
  async refreshArchive(): Promise<void> {
    if (this.#lives.archive.setPlain(await this.#ports.disk.listPlainChats()))
      this.#ports.listener.onWorkspaceChange();
  }

  closedBefore(before: number): SessionRecord[] {
    return this.#lives.archive.closedBefore(before);
  }

  /**
   * Removes archived sessions for good, one after the other: what still runs of one ends, its folder goes,
   * then its entry. Rejects with a UserError for the first that cannot be removed.
   */
  deleteSessions(records: readonly SessionRecord[]): Promise<void> {
    return this.#lives.deleteAll(records);
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

  #takeOut(sessions: readonly AnySession[]): void {
    for (const session of sessions) {
      session.hide();
      session.setVisible(false);
      session.setFocused(false);
    }
  }

  drop(session: AnySession): void {
    this.arrangement.forgetSessions(new Set([session.id]));
    this.#takeOut([session]);
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
