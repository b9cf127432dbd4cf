// The running workspace: coordinator, sessions, store and attached clients wired together.
// Owns the wiring and nothing else that could be in a file of its own. Leaves process matters to daemon.ts.

import { homedir } from 'node:os';
import { join } from 'node:path';

import { completeLine } from '../../commands/completion/complete.js';
import { completionSource } from '../../commands/completion/completion-source.js';
import { registry } from '../../commands/registry.js';
import type { Config } from '../../config/options.js';
import { explainFailure } from '../../files/explain-failure.js';
import type { ServerLog } from '../../log/server-log.js';
import type { Paths } from '../../paths/paths.js';
import { NO_VIEW } from '../../panes/view.js';
import { Arrangement } from '../../session/arrangement/arrangement.js';
import type { CommandReply } from '../../chat/ports.js';
import { ChatSession, type ChatSurroundings } from '../../session/chat/chat-session.js';
import { ChildRecords } from '../../process/child-records.js';
import { Coordinator } from '../../session/coordinator.js';
import { LeakWatch } from '../../process/leak-watch.js';
import type { ManagedSession, SessionChange, SessionSurroundings } from '../../session/managed-session.js';
import { ProgramSession } from '../../session/program/program-session.js';
import { commandName } from '../../session/program/program-words.js';
import { newId } from '../../session/names/new-id.js';
import { PlainChats } from '../../session/chat/plain-chats.js';
import type { SessionEvent } from '../../session/attention/session-event.js';
import { PasteBuffers } from '../../session/paste-buffers.js';
import { findType, mergeTypes } from '../../session/session-types.js';
import { Viewers } from '../../session/arrangement/viewers.js';
import { BlockedTimes } from '../../store/blocked-times.js';
import type { Disk } from '../../files/disk.js';
import { diskFailure } from '../../files/disk-failure.js';
import type { IndexStore } from '../../store/index-store.js';
import { changeRecord, type SessionRecord } from '../../store/session-record.js';
import { SessionFolder } from '../../store/session-folder.js';
import { ParseScheduler } from '../../terminal/flow/parse-scheduler.js';
import { programEnvironment } from '../../terminal/pty/program-environment.js';
import type { SpawnProgram } from '../../terminal/pty/program-pty.js';
import { UNKNOWN_COLOURS, type TerminalColours } from '../../text/terminal-colours.js';
import { UserError } from '../../text/user-error.js';
import { chosenModel, resolveModel, suggestForBranch } from './chat-surroundings.js';
import { AgentLink } from './agent-link.js';
import type { ClientView } from '../view/client-view.js';
import { ModelSource } from './model-source.js';
import type { Wording } from '../../text/mentions.js';
import { paneChat } from '../../chat/chat-place.js';
import { spellPrefix } from '../../chat/spell-prefix.js';
import { existingOrHome, resolveDirectory } from './session-directory.js';
import { readLayout } from './read-layout.js';

/** Each import() of this file: the server loads them while it is idle. */
export const WORKSPACE_PARTS = { programPty: () => import('../../terminal/pty/program-pty.js') };

export interface WorkspaceOptions {
  paths: Paths;
  config: Config;
  store: IndexStore;
  disk: Disk;
  log: ServerLog;
  /** Of the client that started the server, until another attaches. */
  env: Record<string, string>;
  /** The key of a command as it is bound. */
  keyOf: Wording['key'];
  /** As a user reads it. */
  prefixName: string;
  /** A slash command of a chat. */
  runSlash(session: ChatSession, line: string): Promise<CommandReply | undefined>;
  /** The file `qmux` for programs in panes; undefined: there is none. */
  paneCommand?: string | undefined;
}

type SessionEventListener = (session: ManagedSession, event: SessionEvent) => void;

export class WorkspaceServer {
  readonly coordinator: Coordinator;
  readonly clients = new Set<ClientView>();
  /** Running programs, as a later server would find them. */
  readonly children: ChildRecords;
  readonly leakWatch = new LeakWatch(() => performance.now());
  readonly buffers = new PasteBuffers();
  readonly #eventListeners = new Set<SessionEventListener>();
  #outerColours: TerminalColours = UNKNOWN_COLOURS;
  readonly #models: ModelSource;
  readonly #environments = new WeakMap<ProgramSession, Readonly<Record<string, string>>>();
  readonly #plainChats: PlainChats;
  readonly #blockedTimes: BlockedTimes;
  #spawnProgram: SpawnProgram | undefined;
  readonly #agent: AgentLink | undefined;

  constructor(private readonly options: WorkspaceOptions) {
    this.#models = new ModelSource({
      env: options.env,
      configured: options.config.model,
      onChange: () => this.#draw(),
    });
    this.children = new ChildRecords(options.paths.childrenDir, options.disk);
    if (options.config.sshAgent === 'follow')
      this.#agent = new AgentLink(options.paths.agentLink, (error) => this.#agentUnreachable(error));
    this.#plainChats = new PlainChats({ ...options.paths, home: homedir(), disk: options.disk });
    this.#blockedTimes = new BlockedTimes(join(options.paths.serverDir, 'blocked-times.json'), options.disk);
    const coordinator = this.#createCoordinator();
    this.coordinator = coordinator;
    options.disk.nameSession = (id) =>
      coordinator.find(id)?.name ??
      coordinator.archive.find((record) => record.id === id)?.name ??
      `session ${id}`;
  }

  /** The environment of the client attached last: chats use its keys from their next turn. */
  get env(): Readonly<Record<string, string>> {
    return this.#models.env;
  }

  /** What happens in open sessions. Returns its undo. */
  onSessionEvent(listener: SessionEventListener): () => void {
    this.#eventListeners.add(listener);
    return () => this.#eventListeners.delete(listener);
  }

  useEnvironment(env: Readonly<Record<string, string>>): void {
    this.#models.use(env);
  }

  /** From now on programs reach the ssh agent of this client, if the config says that they follow it. */
  useAgent(env: Readonly<Record<string, string>>): void {
    this.#agent?.follow(env['SSH_AUTH_SOCK']);
  }

  #agentUnreachable(error: unknown): void {
    const { log, paths } = this.options;
    log.error('the link to the ssh agent', error);
    const why = error instanceof Error ? error.message : String(error);
    const text = `the link ${paths.agentLink} to your ssh agent cannot be made: ${why}; programs keep the agent they had`;
    for (const client of this.clients) client.showMessage(text, 'error');
  }

  /** Colours of the client used last, reported to programs. A client that reported none leaves the previous ones. */
  useColours(colours: TerminalColours): void {
    if (colours.background === undefined || colours === this.#outerColours) return;
    this.#outerColours = colours;
    for (const session of this.coordinator.sessions) session.screen?.outerColoursChanged();
  }

  /** Takes over what the store kept and runs again what the config says. */
  async restore(): Promise<void> {
    const { store, config } = this.options;
    this.#models.search();
    this.#restoreBlockedTimes();
    this.coordinator.restore({ open: store.index.sessions, archive: store.archive });
    store.follow(() => this.#gather());
    const always = this.coordinator.sessions.filter(
      (session): session is ProgramSession =>
        session instanceof ProgramSession && restartPolicy(config, session.command) === 'always',
    );
    if (always.length > 0) await this.#prepareSpawn();
    for (const session of always) session.runAgain();
  }

  /** What the index of a killed server did not have yet. */
  #restoreBlockedTimes(): void {
    const { store } = this.options;
    const blocked = this.#blockedTimes.load();
    const before = store.index.sessions;
    store.index.sessions = before.map((record) => {
      const blockedMs = Math.max(blocked.get(record.id) ?? 0, record.blockedMs ?? 0);
      return changeRecord<SessionRecord>(record, blockedMs > 0 ? { blockedMs } : {});
    });
    if (store.index.sessions.some((record, position) => record !== before[position])) store.save('soon');
  }

  save(urgency: 'now' | 'soon'): void {
    this.#noteSeen();
    this.options.store.save(urgency);
  }

  /** Index and archive as they are now, for the store. */
  #gather(): void {
    const { store } = this.options;
    const { arrangement, sessions, storedArchive } = this.coordinator;
    store.index.workspace = arrangement.stored;
    store.index.view = arrangement.viewers.current.view;
    store.index.sessions = sessions.map(({ record }) => record);
    store.replaceArchive(storedArchive);
  }

  /** Ends every session and saves everything; what cannot be saved is on the list of unsaved things. */
  async stop(): Promise<void> {
    const { store, disk } = this.options;
    await this.coordinator.stop();
    await this.#agent?.remove();
    this.save('now');
    await store.close().catch((error: unknown) => {
      if (!(error instanceof UserError)) throw error;
    });
    await this.#blockedTimes.stop();
    // The last chance, in the order in which it failed.
    if (!disk.unsaved.isEmpty) await disk.unsaved.retry();
  }

  #createCoordinator(): Coordinator {
    const { store, config, log, disk } = this.options;
    const notify = (message: string): void => {
      for (const client of this.clients) client.showMessage(message, 'info');
    };
    const { workspace, history, view } = readLayout(store.index, disk.damage);
    const arrangement = new Arrangement(
      workspace,
      new Viewers(workspace.tabs.length > 0 ? view : NO_VIEW, undefined),
      newId,
      history,
    );
    arrangement.repairViews();
    const surroundings = this.#sessionSurroundings();
    const openFolder = (id: string) => (): SessionFolder =>
      SessionFolder.open({
        sessionsDir: this.options.paths.sessionsDir,
        id,
        disk,
      });
    return new Coordinator(
      arrangement,
      {
        makeChat: (record) =>
          new ChatSession(record, openFolder(record.id), this.#chatSurroundings(surroundings)),
        makeProgram: (record, env) => {
          const session = new ProgramSession(record, openFolder(record.id), {
            ...surroundings,
            spawn: (program, size, env) => {
              const pty = this.#spawn(program, size, env ?? this.#environments.get(program) ?? this.env);
              if (env) this.#environments.set(program, env);
              return pty;
            },
            prepareSpawn: () => this.#prepareSpawn(),
            restart: (command) => restartPolicy(config, command),
            tell: (program, text) => this.#tellThere(program, text),
          });
          if (env) this.#environments.set(session, env);
          return session;
        },
        prepareSpawn: () => this.#prepareSpawn(),
        resolveDirectory,
        existingOrHome: (directory) => existingOrHome(directory, notify),
        checkModel: (model) => void this.#models.choose(model),
        save: (urgency) => this.save(urgency),
        listPlainChats: () => this.#plainChats.list(),
        takeOver: (record) => this.#plainChats.takeOver(record),
        removeFolder: (id) =>
          (this.#plainChats.has(id) ? this.#plainChats.remove(id) : openFolder(id)().remove()).catch(
            (error: unknown) => {
              throw error instanceof UserError ? error : diskFailure('the session cannot be removed', error);
            },
          ),
        now: () => Date.now(),
        newId,
        onChange: () => this.#draw(),
        onNotice: notify,
        onEnded: (session) => this.leakWatch.add(session, session.name),
        onBug: (what, error) => log.error(what, error),
      },
      { types: mergeTypes(config.types), maxSessions: config.maxSessions, noticeAt: config.sessionNoticeAt },
    );
  }

  #sessionSurroundings(): SessionSurroundings {
    const { config, log } = this.options;
    return {
      scheduler: new ParseScheduler(),
      scrollbackLines: config.scrollbackLines,
      now: () => Date.now(),
      steadyNow: () => Math.round(performance.timeOrigin + performance.now()),
      outerColours: () => this.#outerColours,
      onChange: (session: ManagedSession, change: SessionChange) => this.#sessionChanged(session, change),
      onEvent: (session, event) => {
        // A session that is closed but still running for a while needs nobody.
        if (this.coordinator.find(session.id) !== session) return;
        for (const listener of this.#eventListeners) listener(session, event);
      },
      ...(config.programClipboard === 'on'
        ? { onClipboardWrite: (session, text) => this.#offerCopy(session, text) }
        : {}),
      onBug: (what: string, error: unknown) => {
        if (!(error instanceof UserError)) return log.error(what, error);
        // An error with a wording is not a bug: its user is told.
        for (const client of this.clients) client.showMessage(`${what}: ${error.message}`, 'error');
      },
    };
  }

  /** To the clients whose keys go there. */
  #tellThere(session: ManagedSession, text: string): void {
    for (const client of this.clients)
      if (this.coordinator.isFocused(client.viewer, session)) client.showMessage(text, 'info');
  }

  /** Only in front of the user: a program in the background does not change anybody's clipboard. */
  #offerCopy(session: ManagedSession, text: string): void {
    for (const client of this.clients)
      if (client.viewer.hasFocus && this.coordinator.isFocused(client.viewer, session))
        void client.copy(text).then((said) => client.showMessage(said, 'info'));
  }

  #chatSurroundings(surroundings: SessionSurroundings): ChatSurroundings {
    const models = this.#models;
    return {
      ...surroundings,
      place: paneChat(this.options.keyOf),
      resolveModel: async (session: ChatSession) =>
        spellPrefix(await resolveModel(session, models), this.options.prefixName),
      chosenModel: (session: ChatSession) => chosenModel(session, models),
      prepareModel: (session: ChatSession) =>
        void resolveModel(session, models).catch(() => {
          // The turn will say what is wrong, where the user sees it.
        }),
      runCommand: async (session: ChatSession, line: string) => this.options.runSlash(session, line),
      complete: ({ record: { cwd } }: ChatSession, line: string) =>
        completeLine(
          registry,
          line,
          completionSource(this.coordinator, { configuredModel: this.options.config.model, cwd }),
        ),
      suggest: (session: ChatSession) => suggestForBranch(session, this.coordinator.types),
      instruction: (session: ChatSession) =>
        findType(this.coordinator.types, session.record.type)?.instruction,
      onFirstQuestion: (session: ChatSession, question: string) => {
        if (this.options.config.autoName === 'question') this.coordinator.autoName(session, question);
      },
      onDamage: (message) => this.options.disk.damage.add(message),
      newId,
    };
  }

  #sessionChanged(session: ManagedSession, change: SessionChange): void {
    if (change === 'facts') {
      const waits = session.attention.find('question') !== undefined;
      this.#blockedTimes.note(session.id, waits ? () => session.blockedMs : undefined);
      this.#noteSeen();
      this.options.store.save('soon');
      this.#draw();
      return;
    }
    if (change === 'counts') {
      this.#noteSeen();
      this.options.store.save('later');
      for (const client of this.clients) client.countsChanged();
      return;
    }
    if (change === 'title') {
      // It is not stored, and some programs animate it: it only goes into the next frame.
      if (this.coordinator.arrangement.paneOf(session.id) !== undefined)
        for (const client of this.clients) client.titleChanged();
      return;
    }
    for (const client of this.clients) client.screenChanged(session);
  }

  /** A server that is killed cannot record when its terminals were last attached. */
  #noteSeen(): void {
    if (this.clients.size > 0) this.options.store.index.lastSeenAt = Date.now();
  }

  #draw(): void {
    for (const client of this.clients) client.changed();
  }

  async #prepareSpawn(): Promise<void> {
    try {
      const { loadProgramPty } = await WORKSPACE_PARTS.programPty();
      this.#spawnProgram ??= await loadProgramPty();
    } catch (error) {
      throw explainFailure(error) ?? error;
    }
  }

  #spawn(
    session: ProgramSession,
    size: { rows: number; cols: number },
    env: Readonly<Record<string, string>>,
  ): ReturnType<SpawnProgram> {
    if (!this.#spawnProgram) throw new Error('a program was spawned before prepareSpawn had resolved');
    const [command = '', ...args] = session.command;
    const pty = this.#spawnProgram({
      command,
      args,
      cwd: session.record.cwd,
      env: programEnvironment(env, {
        socketPath: this.options.paths.socketFile,
        sessionId: session.id,
        command: this.options.paneCommand,
        agentPath: this.#agent?.path,
      }),
      ...size,
    });
    this.children.watch(pty, { session: session.id, command: commandName(session.command) });
    return pty;
  }
}

/** By the command's file name without its directory. */
export const restartPolicy = (config: Config, command: readonly string[]): Config['restart'] =>
  config.programs[(command[0] ?? '').replace(/^.*\//, '')]?.restart ?? config.restart;
