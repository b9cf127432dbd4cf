// The running workspace: coordinator, sessions, store and attached clients wired together.
// Owns the wiring and nothing else that could be in a file of its own. Leaves process matters to daemon.ts.

import { homedir } from 'node:os';
import { join } from 'node:path';

import { paneChat } from '../../chat/chat-place.js';
import type { GgufModels } from '../../chat/gguf/gguf-models.js';
import type { Searcher } from '../../search/searcher.js';
import { workspaceSearch } from './search/workspace-search.js';
import { formatShort } from '../../commands/session-list.js';
import type { OptionKey } from '../../config/live-config.js';
import type { Config } from '../../config/options.js';
import { createGit } from '../../git/run-git.js';
import type { Disk } from '../../files/disk.js';
import type { ServerLog } from '../../log/server-log.js';
import type { Paths } from '../../paths/paths.js';
import { ChildRecords, type WatchedChild } from '../../process/child-records.js';
import { LeakWatch } from '../../process/leak-watch.js';
import { isProgram } from '../../session/any-session.js';
import { ChatSession } from '../../session/chat/chat-session.js';
import { PlainChats } from '../../session/chat/plain-chats.js';
import type { Possibilities } from '../../session/coordinator-ports.js';
import { Coordinator } from '../../session/coordinator.js';
import type { ManagedSession } from '../../session/managed-session.js';
import { newId } from '../../session/names/new-id.js';
import { PasteBuffers } from '../../session/paste-buffers.js';
import type { SessionSurroundings, Stamps } from '../../session/session-ports.js';
import { WorktreeWatch } from '../../session/worktrees/worktree-watch.js';
import { BlockedTimes } from '../../store/blocked-times.js';
import type { IndexStore } from '../../store/index-store.js';
import { ParseScheduler } from '../../terminal/flow/parse-scheduler.js';
import type { Wording } from '../../text/mentions.js';
import { UNKNOWN_COLOURS, type TerminalColours } from '../../text/terminal-colours.js';
import type { Undo } from '../../text/undo.js';
import { WorkspaceAgents } from './agent-home.js';
import { QuestionHistory } from '../../store/question-history.js';
import { WorkspaceEditors } from './draft-editors.js';
import { AgentInterfaces } from './own-interfaces.js';
import { AgentLink } from './agent-link.js';
import { AttachedClients } from './attached-clients.js';
import { ChatsAround } from './chats-around.js';
import { WorkspaceChats, type RunSlash } from './chat-home.js';
import { coordinatorOptions, modelOptions } from './reload/live-options.js';
import { followConfig } from './reload/follow-config.js';
import { ModelSource } from '../../chat/providers/model-source.js';
import { modelFiles } from '../../session/chat/model-files.js';
import { SessionModels } from '../../session/chat/session-models.js';
import { ProgramStarter } from './program-starter.js';
import { Happenings } from './happenings/happenings.js';
import { restoreArrangement } from './read-layout.js';
import { ToolsOfChats } from '../../session/chat/tools-of-chats.js';
import { NO_SESSION } from './agent-home.js';
import { existingOrHome, resolveDirectory } from './session-directory.js';
import { ShellRuns } from './runs/shell-runs.js';
import { ShortFile } from './short-file.js';
import { WorkspaceSessions } from './session-maker.js';
import { WorkspaceDisk } from './workspace-disk.js';
import { WorkspaceListener, type SessionEventListener } from './workspace-listener.js';

export interface WorkspaceOptions {
  paths: Paths;
  /** The values in force: read at use. */
  config: Readonly<Config>;
  store: IndexStore;
  disk: Disk;
  log: ServerLog;
  /** Of the client that started the server, until another attaches. */
  env: Record<string, string>;
  /** The key of a command as it is bound. */
  keyOf: Wording['key'];
  /** As a user reads it; read at use. */
  readonly prefixName: string;
  /** A slash command of a chat. */
  runSlash: RunSlash;
  /** The file `qmux` for programs in panes; undefined: there is none. */
  paneCommand?: string | undefined;
}

const STAMPS: Stamps = {
  now: () => Date.now(),
  steadyNow: () => Math.round(performance.timeOrigin + performance.now()),
  newId,
};

export class WorkspaceServer {
  readonly coordinator: Coordinator;
  readonly clients = new AttachedClients();
  /** Programs that run, as a later server would find them. */
  readonly children: ChildRecords;
  /** Coding agents that chats are held with. */
  readonly agents: WorkspaceAgents;
  /** Shell commands without a pane. */
  readonly runs: ShellRuns;
  /** What models may call. */
  readonly tools: ToolsOfChats<ChatSession>;
  /** Models in files. */
  readonly files: GgufModels;
  readonly happenings: Happenings;
  readonly search: Searcher;
  readonly leakWatch = new LeakWatch(() => performance.now());
  readonly buffers = new PasteBuffers();
  #outerColours: TerminalColours = UNKNOWN_COLOURS;
  readonly #models: ModelSource;
  readonly #programs: ProgramStarter;
  readonly #blockedTimes: BlockedTimes;
  readonly #saved: WorkspaceDisk;
  readonly #history: QuestionHistory;
  readonly #listener: WorkspaceListener;
  readonly #agent: AgentLink;
  readonly #shortFile: ShortFile;

  readonly #options: WorkspaceOptions;

  constructor(options: WorkspaceOptions) {
    this.#options = options;
    const { paths, config, store, disk, log, env } = options;
    const { clients, leakWatch } = this;
    const coordinator = (): Coordinator => this.coordinator;
    const onChange = (): void => {
      for (const session of this.coordinator.sessions)
        if (session instanceof ChatSession) session.modelChanged();
      clients.changed();
    };
    this.#models = new ModelSource(modelOptions(config, { env, onChange }));
    this.children = new ChildRecords(paths.childrenDir, disk);
    const record = (child: WatchedChild, command: string): void =>
      this.children.watch(child, { session: NO_SESSION, command });
    this.#agent = new AgentLink(
      paths.agentLink,
      (error) => this.#agentUnreachable(error),
      () => config.sshAgent === 'follow',
    );
    this.#blockedTimes = new BlockedTimes(join(paths.serverDir, 'blocked-times.json'), disk);
    const plainChats = new PlainChats({ ...paths, home: homedir(), disk });
    const history = new QuestionHistory({
      ...paths,
      file: paths.historyFile,
      disk,
      log: (message) => log.info(message),
    });
    this.#history = history;
    this.#saved = new WorkspaceDisk({ ...paths, store, disk, plainChats, history, clients, coordinator });
    this.#shortFile = new ShortFile({
      file: paths.shortFile,
      files: disk.files,
      text: () => formatShort(this.coordinator.sessions),
      onProblem: (error) => log.error(`${paths.shortFile} for shell prompts`, error),
    });
    this.happenings = new Happenings({ paths, disk, record });
    this.#listener = new WorkspaceListener({
      happenings: this.happenings,
      clients,
      shortFile: this.#shortFile,
      saved: this.#saved,
      blockedTimes: this.#blockedTimes,
      leakWatch,
      worktrees: new WorktreeWatch({
        git: () => createGit(this.env),
        onBug: (what, error) => log.error(what, error),
      }),
      disk,
      log,
      config,
      coordinator,
    });
    this.#programs = new ProgramStarter({
      config,
      paths,
      children: this.children,
      paneCommand: options.paneCommand,
      agentPath: () => this.#agent.given,
      env: () => this.env,
      sessions: () => this.coordinator.sessions,
      tell: (session, text) => this.#tellThere(session, text),
    });
    this.runs = new ShellRuns({
      environment: (env, session) => this.#programs.environment(env, session),
      record,
      tell: (viewer, text) => this.clients.tellOf(viewer, text, 'error'),
    });
    this.agents = new WorkspaceAgents({
      coordinator,
      config,
      paths,
      log,
      children: this.children,
      paneCommand: options.paneCommand,
      env: () => this.env,
      agentPath: () => this.#agent.given,
    });
    this.tools = new ToolsOfChats({
      config,
      paths,
      directoryOf: ({ cwd }) => existingOrHome(cwd, (message) => log.info(message)),
      record,
      startShell: async ({ id }, { words: command, cwd, env }, size) => {
        await this.#programs.prepareSpawn();
        return this.#programs.start({ id, command, cwd, name: 'shell' }, size, env);
      },
      env: () => this.env,
      canAsk: true,
    });
    this.files = modelFiles({
      config,
      paths,
      env: () => this.env,
      record,
    });
    this.search = workspaceSearch(this, paths);
    this.coordinator = this.#createCoordinator();
    disk.nameSession = (id) => this.#nameOf(id);
  }

  /** The environment of the client attached last: chats use its keys from their next turn. */
  get env(): Readonly<Record<string, string>> {
    return this.#models.env;
  }

  /** What happens in open sessions. */
  onSessionEvent(listener: SessionEventListener): Undo {
    return this.#listener.onSessionEvent(listener);
  }

  useEnvironment(env: Readonly<Record<string, string>>): void {
    this.#models.use(env);
  }

  /** From now on programs reach the ssh agent of this client, if the config says that they follow it. */
  useAgent(env: Readonly<Record<string, string>>): void {
    this.#agent.follow(env['SSH_AUTH_SOCK']);
  }

  /** After a reload of the config: what keeps something that follows from it. */
  configChanged(changed: ReadonlySet<OptionKey>): void {
    followConfig(changed, {
      config: this.#options.config,
      log: this.#options.log,
      models: this.#models,
      agentLink: this.#agent,
      workspace: this,
    });
  }

  /**
   * Colours of the client used last, told to programs. One that told none leaves them at those of the client
   * before.
   */
  useColours(colours: TerminalColours): void {
    if (colours.background === undefined || colours === this.#outerColours) return;
    this.#outerColours = colours;
    for (const session of this.coordinator.sessions) session.screen?.outerColoursChanged();
  }

  /** Takes over what the store kept and runs again what the config says. */
  async restore(): Promise<void> {
    const { store } = this.#options;
    this.#models.search();
    const waited = this.#saved.restoreBlockedTimes(this.#blockedTimes);
    this.coordinator.restore({ open: store.index.sessions, archive: store.archive });
    this.happenings.restored(this.coordinator.sessions, waited);
    this.#saved.follow();
    this.#listener.onWorkspaceChange();
    const always = this.coordinator.sessions
      .filter(isProgram)
      .filter(({ command }) => this.#programs.restart(command) === 'always');
    if (always.length > 0) await this.#programs.prepareSpawn();
    for (const session of always) session.runAgain();
  }

  /** Loads what programs need. Rejects with a UserError where an update has removed it. */
  prepareSpawn(): Promise<void> {
    return this.#programs.prepareSpawn();
  }

  /** Structure changed: written at once ('now'), or counts did ('soon'). */
  save(urgency: 'now' | 'soon'): void {
    this.#saved.save(urgency);
  }

  /** Ends every session and saves everything; what cannot be saved is on the list of unsaved things. */
  async stop(): Promise<void> {
    const { disk } = this.#options;
    await this.coordinator.stop();
    await Promise.all([this.tools.stop(), this.files.stop(), this.search.stop(), this.runs.endAll()]);
    await this.#saved.close();
    await Promise.all([this.#blockedTimes.stop(), this.happenings.close()]);
    // The last chance, in the order in which it failed.
    if (!disk.unsaved.isEmpty) await disk.unsaved.retry();
    await this.#agent.remove();
    await this.#shortFile.remove();
    await this.#saved.end();
  }

  #createCoordinator(): Coordinator {
    const { store, config, disk } = this.#options;
    return new Coordinator(
      restoreArrangement(store.index, disk.damage),
      {
        maker: this.#createMaker(),
        possible: this.#possibilities(),
        disk: this.#saved,
        listener: this.#listener,
        stamps: STAMPS,
        closes: this.#saved.closes,
      },
      coordinatorOptions(config, this.agents),
    );
  }

  #createMaker(): WorkspaceSessions {
    const { config, paths, keyOf, runSlash } = this.#options;
    const chats = new WorkspaceChats({ config, paths, runSlash, coordinator: () => this.coordinator });
    const surroundings: SessionSurroundings<ManagedSession> = {
      screen: {
        scheduler: new ParseScheduler(),
        get scrollbackLines() {
          return config.scrollbackLines;
        },
        outerColours: () => this.#outerColours,
      },
      stamps: STAMPS,
      listener: this.#listener,
    };
    return new WorkspaceSessions({
      surroundings,
      chats: {
        place: paneChat(keyOf, () => config.promptKeys),
        compactAt: () => config.compactAt,
        models: new SessionModels(this.#models, {
          files: this.files,
          prefixName: () => this.#options.prefixName,
        }),
        tools: this.tools,
        agents: this.agents,
        ownInterfaces: new AgentInterfaces({
          known: () => this.agents.known,
          programs: this.#programs,
          env: () => this.env,
          log: (message) => this.#options.log.info(message),
        }),
        around: new ChatsAround({
          coordinator: () => this.coordinator,
          env: () => this.#models.env,
          config,
          programs: this.#programs,
          configFile: this.#options.paths.configFile,
        }),
        history: this.#history,
        editors: new WorkspaceEditors({
          programs: this.#programs,
          env: () => this.env,
          log: (message) => this.#options.log.info(message),
        }),
        commands: chats,
        advice: chats,
      },
      programs: this.#programs,
      saved: this.#saved,
    });
  }

  #possibilities(): Possibilities {
    return {
      resolveDirectory,
      existingOrHome: (directory) =>
        existingOrHome(directory, (message) => this.clients.tell(message, 'info')),
      checkModel: (model) => void this.#models.choose(model),
    };
  }

  #agentUnreachable(error: unknown): void {
    const { log, paths } = this.#options;
    log.error('the link to the ssh agent', error);
    const why = error instanceof Error ? error.message : String(error);
    this.clients.tell(
      `the link ${paths.agentLink} to your ssh agent cannot be made: ${why}; programs keep the agent they had`,
      'error',
    );
  }

  /** To the clients whose keys go there. */
  #tellThere(session: ManagedSession, text: string): void {
    for (const client of this.clients)
      if (this.coordinator.isFocused(client.viewer, session)) client.showMessage(text, 'info');
  }

  #nameOf(id: string): string {
    const { coordinator } = this;
    const record = coordinator.find(id)?.record ?? coordinator.archive.find((archived) => archived.id === id);
    return record?.name ?? `session ${id}`;
  }
}
