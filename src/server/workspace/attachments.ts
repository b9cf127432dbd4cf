// The attached terminals: from a hello to a client view, and to the goodbye.
// Owns that mapping. Leaves what a client does to client-view.ts and the socket to connection.ts.

import type { Config } from '../../config/options.js';
import { coloursFor, featuresFor } from '../../frame/terminal-features.js';
import type { KeyTable } from '../../keymap/key-table.js';
import type { ServerLog } from '../../log/server-log.js';
import { explainFailure } from '../../files/explain-failure.js';
import { findAllSecrets } from '../../chat/providers/known-providers.js';
import {
  boundSize,
  isTooLarge,
  MOST_COLS,
  MOST_ROWS,
  type TerminalSize,
} from '../../protocol/terminal-size.js';
import type { Disk } from '../../files/disk.js';
import type { IndexStore } from '../../store/index-store.js';
import { UserError } from '../../text/user-error.js';
import type { Coordinator } from '../../session/coordinator.js';
import type { Viewer } from '../../session/arrangement/viewers.js';
import { countedSessions } from '../../commands/history/counted-sessions.js';
import { ClientStatus } from './client-status.js';
import { StatusSources } from './status-sources.js';
import type { Absence } from './absence.js';
import { NO_SESSION } from './agent-home.js';
import type { ClientView } from '../view/client-view.js';
import { AttachedClient } from './client-host.js';
import type { CommandRunner } from './command-runner.js';
import type { AttachedSocket, Attachment, Hello } from '../connection.js';
import type { Returned } from '../links.js';
import type { NotifiedTerminal } from './notifications.js';
import { CostToday } from './happenings/cost-today.js';
import { clientSettings } from './reload/client-settings.js';
import type { WorkspaceServer } from './workspace-server.js';
import { keyWord, promptWording, shellWording, type Wording } from '../../text/mentions.js';

export interface AttachmentsOptions {
  serverName: string;
  workspace: WorkspaceServer;
  runner: CommandRunner;
  /** The values in force: read at use. */
  config: Readonly<Config>;
  /** At the moment. */
  readonly keyTable: KeyTable;
  keyOf: Wording['key'];
  absence: Absence;
  store: IndexStore;
  disk: Disk;
  /** Used instead of a clipboard that a terminal does not have. */
  clipboardFile: string;
  log: ServerLog;
  /** Faults of the config, and other messages of the start, shown to the first client. */
  notices: readonly string[];
}

/** A hello without a terminal's facts. */
const UNKNOWN_TERMINAL = { rows: 0, cols: 0, colours: '16' as const };

export class Attachments {
  readonly #sockets = new Map<ClientView, AttachedSocket>();
  readonly #terminals = new Map<ClientView, NotifiedTerminal>();
  readonly #notices: string[];
  readonly #toldProblems = new Set<string>();
  readonly #status: StatusSources;

  readonly #options: AttachmentsOptions;

  constructor(options: AttachmentsOptions) {
    this.#options = options;
    this.#notices = [...options.notices];
    const { workspace, config, log } = options;
    this.#status = new StatusSources({
      config,
      env: () => workspace.env,
      onChange: () => workspace.clients.statusChanged(),
      onProblem: (message) => log.warn(message),
      record: (child, command) => workspace.children.watch(child, { session: NO_SESSION, command }),
      costToday: new CostToday({
        happened: workspace.happenings,
        sessions: async () => {
          await workspace.coordinator.refreshArchive();
          return countedSessions(workspace.coordinator);
        },
        onChange: () => workspace.clients.statusChanged(),
        onProblem: (error) => log.error('counting what today cost', error),
        now: Date.now,
      }),
    });
    const { damage, unsaved } = options.disk;
    damage.onAdd(() => queueMicrotask(() => this.#tellDamage()));
    let wasUnsaved = !unsaved.isEmpty;
    unsaved.onChange(() => {
      for (const client of options.workspace.clients) client.changed();
      if (unsaved.isEmpty !== wasUnsaved) return;
      wasUnsaved = !unsaved.isEmpty;
      this.#tellUnsaved();
    });
  }

  get terminals(): Iterable<NotifiedTerminal> {
    return this.#terminals.values();
  }

  /** `attach X` with a word that means no session, or several. */
  refusal({ target }: Hello): { message: string; exitCode: number } | undefined {
    const { workspace, keyOf } = this.#options;
    try {
      if (target !== undefined) workspace.coordinator.resolve(target);
      return undefined;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return { message: error.spell(shellWording(keyOf)), exitCode: error.exitCode };
    }
  }

  /** returned: the client lost its connection and has another one. */
  attach(hello: Hello, socket: AttachedSocket, returned?: Returned): Attachment {
    const { workspace, log, store, config } = this.#options;
    const { coordinator } = workspace;
    log.addSecrets(findAllSecrets(hello.env, config.providers));
    const readOnly = hello.readOnly ?? false;
    if (!readOnly) {
      workspace.useEnvironment(hello.env);
      workspace.useAgent(hello.env);
    }
    const isFirst = !readOnly && [...workspace.clients].every((other) => other.readOnly);
    const status = new ClientStatus(this.#status, hello.env, () => client.statusChanged());
    const client: ClientView = this.#createClient(hello, socket, status);
    workspace.clients.add(client);
    this.#sockets.set(client, socket);
    this.#terminals.set(client, { env: hello.env, send: (text) => socket.send(text) });
    coordinator.ensurePane(hello.cwd, hello.env).catch((error: unknown) => {
      const known = explainFailure(error) ?? error;
      if (!(known instanceof UserError)) log.error('opening the first chat', error);
      client.showMessage(
        `the first chat could not be created: ${known instanceof Error ? known.message : String(known)}`,
        'error',
      );
    });
    // Already refused if it means no session.
    if (hello.target !== undefined) coordinator.showSession(client.viewer, coordinator.resolve(hello.target));
    if (returned) goBack(coordinator, client.viewer, returned);
    coordinator.settle();
    if (returned?.kept) client.takeUp(returned.kept);
    client.start();
    if (isFirst) this.#tellMeanwhile(client);
    if (!readOnly) this.#tellNotices(client);
    if (hello.terminal) tellTooLarge(client, hello.terminal);
    if (returned) tellReturned(client, returned);
    return {
      input: (bytes) => client.input(bytes),
      resize(rows, cols) {
        const bounded = boundSize({ rows, cols });
        client.resize(bounded.rows, bounded.cols);
        tellTooLarge(client, { rows, cols });
      },
      erase: (byte) => client.useErase(byte),
      drained: () => client.drained(),
      closed: () => {
        const session = coordinator.focused(client.viewer)?.id;
        workspace.clients.delete(client);
        this.#sockets.delete(client);
        this.#terminals.delete(client);
        const kept = client.stop();
        status.stop();
        if (!readOnly) store.index.lastSeenAt = Date.now();
        coordinator.arrangement.viewers.detach(client.viewer);
        coordinator.settle();
        return { session, kept };
      },
    };
  }

  #tellMeanwhile(client: ClientView): void {
    const { absence, keyOf, workspace } = this.#options;
    const line = absence.end({ walkKey: keyOf('next-waiting'), cols: client.viewer.cols });
    if (line !== undefined) client.showMessage(line, 'info');
    workspace.save('soon');
  }

  /**
   * Something other than the sessions fails: logged, and shown to every terminal, or the first to attach; the
   * same only once.
   */
  tellProblem(text: string): void {
    const { log, workspace } = this.#options;
    log.warn(text);
    if (this.#toldProblems.has(text)) return;
    this.#toldProblems.add(text);
    if (workspace.clients.size === 0) this.#notices.push(text);
    for (const client of workspace.clients) client.showMessage(text, 'error');
  }

  #tellNotices(client: ClientView): void {
    const { damage, unsaved } = this.#options.disk;
    const untold = damage.takeUntold();
    for (const text of damage.all) if (!untold.includes(text)) client.showMessage(text, 'kept');
    this.#tellAll(client, [...this.#notices.splice(0), ...untold]);
    if (unsaved.sentence !== undefined) client.showMessage(unsaved.sentence, 'error');
  }

  /** The line shows the last one; the others are in the list of messages. */
  #tellAll(client: ClientView, problems: readonly string[]): void {
    for (const problem of problems) client.showMessage(problem, 'error');
    if (problems.length > 1)
      client.showMessage(`${problems.length} problems; ${keyWord('messages')} shows them`, 'error');
  }

  /** To all attached terminals; if there is none it waits for the first. */
  #tellDamage(): void {
    const { clients } = this.#options.workspace;
    if (clients.size === 0) return;
    const untold = this.#options.disk.damage.takeUntold();
    for (const client of clients) this.#tellAll(client, untold);
  }

  /**
   * The warning stays in the tab bar as long as it applies; its subject, and that it is over, are messages.
   */
  #tellUnsaved(): void {
    const { sentence } = this.#options.disk.unsaved;
    for (const client of this.#options.workspace.clients)
      if (sentence === undefined) client.showMessage('everything is saved again', 'done');
      else client.showMessage(sentence, 'error');
  }

  /** After a reload of the config. */
  configChanged(changed: ReadonlySet<keyof Config>): void {
    const { workspace, config, log } = this.#options;
    if (changed.has('status')) this.#status.configChanged();
    for (const client of workspace.clients) client.configChanged(changed);
    if (changed.has('providers'))
      for (const { env } of this.#terminals.values()) log.addSecrets(findAllSecrets(env, config.providers));
  }

  /** The config was read again without having been asked for: to all terminals, or the first to attach. */
  tellReload({ text, newProblems }: { text: string | undefined; newProblems: readonly string[] }): void {
    const { clients } = this.#options.workspace;
    if (clients.size === 0) this.#notices.push(...newProblems);
    if (text !== undefined) clients.tell(text, 'done');
    for (const client of clients) this.#tellAll(client, newProblems);
  }

  /** Every terminal is released, and what their status lines showed is no longer run. */
  dismissAll(message: string): void {
    this.#status.stop();
    // The client restores its terminal itself, as it must when the server dies: doing it twice would pop what
    // the user's own shell has pushed (titles, keyboard flags).
    for (const socket of this.#sockets.values()) socket.bye('quit', message);
  }

  #createClient(hello: Hello, socket: AttachedSocket, status: ClientStatus): ClientView {
    const { workspace, runner, config, store, serverName } = this.#options;
    const said = hello.terminal ?? UNKNOWN_TERMINAL;
    const traits = { ...said, ...boundSize(said) };
    const { coordinator } = workspace;
    const { rows, cols } = traits;
    const viewer = coordinator.arrangement.viewers.attach({
      id: `client-${hello.pid}`,
      rows,
      cols,
      readOnly: hello.readOnly ?? false,
    });
    const { keyOf, disk, clipboardFile } = this.#options;
    const settings = clientSettings(this.#options, {
      coordinator,
      viewer,
      traits,
      colours: coloursFor(hello.env, traits.colours),
      features: featuresFor(hello.env, traits.colours),
      wording: promptWording(keyOf),
      env: hello.env,
      status,
      readOnly: hello.readOnly ?? false,
      showsHint: !store.index.prefixSeen,
    });
    const { view } = new AttachedClient(
      { hello, socket, workspace, runner, store, config, clipboardFile, disk, serverName },
      settings,
    );
    return view;
  }
}

/** It is where it was, unless that has no pane any more. */
function goBack(coordinator: Coordinator, viewer: Viewer, { session, kept }: Returned): void {
  const { arrangement } = coordinator;
  const popup = kept?.popup;
  const inPopup = popup && coordinator.find(popup.session);
  if (inPopup && inPopup.state !== 'completed' && !arrangement.hasPlace(inPopup.id))
    arrangement.place(viewer, inPopup.id, { at: 'popup', size: popup.size, own: popup.own });
  else if (session !== undefined) arrangement.goTo(viewer, session);
}

function tellReturned(client: ClientView, { lost }: Returned): void {
  if (lost === 0) client.showMessage('connected again', 'info');
  else
    client.showMessage(
      `connected again; dropped what was typed without a connection (${lost} ${lost === 1 ? 'key or paste' : 'keys or pastes'})`,
      'error',
    );
}

function tellTooLarge(client: ClientView, { rows, cols }: TerminalSize): void {
  if (!isTooLarge({ rows, cols })) return;
  client.showMessage(
    `this terminal has ${cols} columns and ${rows} rows; qmux draws the first ${MOST_COLS} and ${MOST_ROWS}`,
    'error',
  );
}
