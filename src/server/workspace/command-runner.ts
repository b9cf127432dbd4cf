// Runs commands from every entrance: keys and prompt of a client, slash commands of a chat, control requests
// of the CLI. Owns the context each gets and where its output goes. Leaves what they do to commands/.

import { whileItLasts } from '../../loop/while-it-lasts.js';
import { homedir } from 'node:os';

import type {
  AttachedClient,
  ClientSurface,
  CommandContext,
  CommandOutput,
  Inspection,
  Way,
} from '../../commands/command.js';
import { asksItself } from '../../commands/asks-itself.js';
import { asksForHelp, wordsOfLine } from '../../commands/line/free-text.js';
import type { ParsedLine } from '../../commands/line/parse-command.js';
import { parseLineParts, type LinePart } from '../../commands/line/split-line.js';
import { registry } from '../../commands/registry.js';
import { describeRunning, parseLine, runParsed } from '../../commands/run-command.js';
import type { CommandReply } from '../../chat/ports.js';
import type { Config } from '../../config/options.js';
import { createTextView } from '../../dialogs/text-view.js';
import type { Binding } from '../../keymap/key-table.js';
import { explainFailure } from '../../files/explain-failure.js';
import type { ServerLog } from '../../log/server-log.js';
import type { Response } from '../../protocol/response.js';
import type { ChatSession } from '../../session/chat/chat-session.js';
import { isProgram, type AnySession } from '../../session/any-session.js';
import type { Viewer } from '../../session/arrangement/viewers.js';
import { whyNotDrawable } from '../../text/terminal-family.js';
import { UserError } from '../../text/user-error.js';
import type { ClientView } from '../view/client-view.js';
import { RunningLine } from '../view/running-line.js';
import type { Following, FollowingSocket, Hello, RequestCaller, TypedCall } from '../connection.js';
import { attachEditor } from './attach-editor.js';
import type { WorkspaceServer } from './workspace-server.js';
import {
  chatWording,
  keyWord,
  promptWording,
  shellWording,
  spellMentions,
  type Wording,
} from '../../text/mentions.js';

export interface CommandRunnerOptions {
  workspace: WorkspaceServer;
  /** The values in force. */
  config: Readonly<Config>;
  /** Reads the config's file again. */
  reloadConfig: CommandContext['reloadConfig'];
  /** Read at use. */
  readonly bindings: readonly Binding[];
  /** The key bound to a command. */
  keyOf: Wording['key'];
  inspection: Inspection;
  /** Sessions that others may watch. */
  shares: CommandContext['shares'];
  log: ServerLog;
  /** Ends the server; resolves when everything is saved. */
  quit(): Promise<void>;
}

export class CommandRunner {
  readonly #wordings: Readonly<Record<Way, Wording>>;

  readonly #options: CommandRunnerOptions;

  constructor(options: CommandRunnerOptions) {
    this.#options = options;
    const prompt = promptWording(options.keyOf);
    const [slash, cli] = [chatWording(options.keyOf), shellWording(options.keyOf)];
    this.#wordings = { key: prompt, prompt, slash, cli };
  }

  /**
   * From a key, the prompt (a line) or a dialog (words): what it prints goes to the message line if it is one
   * line, else to an overlay. The first of several commands that fails stops the rest.
   * Resolves with whether none did.
   */
  async runForClient(
    client: ClientView,
    command: string | readonly string[],
    way: 'key' | 'prompt',
  ): Promise<boolean> {
    const printed: CommandOutput[] = [];
    const title = typeof command === 'string' ? command : command.join(' ');
    const line = new RunningLine(client, title);
    let place = '';
    try {
      for (const part of partsOf(command, client.readOnly ? refuseChanges : undefined)) {
        place = part.place;
        const { coordinator } = this.#options.workspace;
        const here = coordinator.focused(client.viewer);
        const context = this.#context(way, client.viewer, line.surface, here);
        const running = describeRunning(part.text, part.parsed, context.wording);
        const output = await named(client, running, runParsed(context, part.parsed));
        printed.push({ ...output, text: spellMentions(output.text, context.wording) });
        if (output.level === 'error') break;
      }
      line.show(printed);
      return printed.every(({ level }) => level !== 'error');
    } catch (error) {
      line.show(printed);
      client.showMessage(`${place}${this.#explain(error, this.#wordings.prompt)}`, 'error');
      return false;
    }
  }

  /** From a chat's prompt: its output becomes a note there, or a message if it took its user elsewhere. */
  async runSlash(session: ChatSession, line: string): Promise<CommandReply | undefined> {
    const { coordinator } = this.#options.workspace;
    const viewer = this.#viewerAt(session) ?? coordinator.arrangement.viewers.current;
    const surface = this.#surfaceOf(viewer);
    try {
      const words = wordsOfLine(registry, line);
      const place = surface && new RunningLine(surface, `/${line}`).surface;
      const context = this.#context('slash', viewer, place, session);
      const parsed = parseLine(registry, words);
      const output = await named(
        surface,
        describeRunning(line, parsed, context.wording),
        runParsed(context, parsed),
      );
      const { level = 'info' } = output;
      const text = spellMentions(output.text, context.wording);
      if (text === '') return undefined;
      const lines = text.split('\n');
      if (output.isReference && surface && lines.length > 1) {
        const top = output.isNewestLast ? Number.POSITIVE_INFINITY : 0;
        surface.open(createTextView({ title: `/${line}`, lines }, top));
        return undefined;
      }
      if (!surface || coordinator.isDrawnFor(viewer, session)) return { level, text };
      surface.showMessage(text, level);
      return undefined;
    } catch (error) {
      return { level: 'error', text: this.#explain(error, this.#wordings.slash) };
    }
  }

  /** From the command line. typed: absent if the caller has already parsed the words. */
  async answer(
    hello: Hello,
    words: readonly string[],
    {
      json,
      typed,
      print,
      left,
      tell,
    }: { json: boolean; typed?: TypedCall | undefined } & Partial<RequestCaller>,
  ): Promise<Response> {
    const { coordinator } = this.#options.workspace;
    try {
      const line = parseLine(registry, words);
      const env = await findEnvironment(line, hello, typed);
      const inside = this.#callingSession(hello);
      const viewer = (inside && this.#viewerAt(inside)) ?? coordinator.arrangement.viewers.current;
      const isAttached = coordinator.arrangement.viewers.attached.includes(viewer);
      const here = inside ?? (isAttached ? coordinator.focused(viewer) : undefined);
      const general = this.#context('cli', viewer, this.#surfaceOf(viewer), here);
      const { cols } = typed ?? {};
      const called = { cwd: hello.cwd, pid: hello.pid, ...(cols === undefined ? {} : { cols }) };
      const caller = { env: env ?? general.caller.env, ...called };
      const ofCaller = { ...(print && { print }), ...(left && { left }), ...(tell && { tell }) };
      const context = { ...general, pane: inside, caller, ...ofCaller };
      const output = await runParsed(context, line);
      if (output.confirm) {
        const { refusal, exitCode = 1, ...confirm } = output.confirm;
        return { stdout: '', stderr: `${spellMentions(refusal, context.wording)}\n`, exitCode, confirm };
      }
      const { sentence } = this.#options.inspection.disk.unsaved;
      return {
        ...format({ ...output, text: spellMentions(output.text, context.wording) }, json),
        // A user without a tab bar in view would think it was done.
        stderr: [...(output.remarks ?? []), ...(sentence === undefined ? [] : [sentence])]
          .map((line) => `${line}\n`)
          .join(''),
        exitCode: output.exitCode ?? 0,
        ...(output.attach !== undefined && !inside ? { attach: output.attach } : {}),
        ...(output.help !== undefined && typed ? { help: output.help } : {}),
      };
    } catch (error) {
      const exitCode = error instanceof UserError ? error.exitCode : 1;
      return { stdout: '', stderr: `${this.#explain(error, this.#wordings.cli)}\n`, exitCode };
    }
  }

  /** An editor wants to be attached to chat X. */
  async follow(
    hello: Hello,
    [verb, word = '', ...more]: readonly string[],
    socket: FollowingSocket,
  ): Promise<Following | { refused: Response }> {
    const { coordinator } = this.#options.workspace;
    try {
      if (verb !== 'acp' || word === '' || more.length > 0)
        throw new UserError(`no command ${verb} for editors; it is acp X`, { exitCode: 2 });
      const session = coordinator.resolve(word);
      if (isProgram(session))
        throw new UserError(`${session.name} is a program; an editor is attached to a chat`);
      await session.load();
      if (coordinator.find(session.id) !== session) throw new UserError(`${session.name} was closed`);
      const isItself = (): boolean =>
        asksItself({ pane: this.#callingSession(hello), caller: hello }, session);
      if (isItself())
        throw new UserError(`${session.name} cannot be attached to itself; use another pane or terminal`);
      const { log } = this.#options;
      return attachEditor({ session, socket, isItself, onBug: (what, error) => log.error(what, error) });
    } catch (error) {
      const exitCode = error instanceof UserError ? error.exitCode : 1;
      return { refused: { stdout: '', stderr: `${this.#explain(error, this.#wordings.cli)}\n`, exitCode } };
    }
  }

  #context(
    way: Way,
    viewer: Viewer,
    surface: ClientSurface | undefined,
    here: AnySession | undefined,
  ): CommandContext {
    const { workspace, config, reloadConfig, bindings, inspection, quit } = this.#options;
    const directory = workspace.coordinator.directoryFor(viewer);
    return {
      way,
      wording: this.#wordings[way],
      registry,
      coordinator: workspace.coordinator,
      viewer,
      surface,
      clients: () => this.#listClients(viewer),
      here,
      caller: { env: workspace.env, cwd: directory === '~' ? homedir() : directory },
      agents: workspace.agents,
      tools: workspace.tools,
      buffers: workspace.buffers,
      runs: workspace.runs,
      shares: this.#options.shares,
      happened: workspace.happenings,
      search: workspace.search,
      config,
      reloadConfig,
      bindings,
      inspection,
      quit,
    };
  }

  #listClients(viewer: Viewer): AttachedClient[] {
    const { workspace } = this.#options;
    return [...workspace.clients].map((client) => ({
      id: client.viewer.id,
      rows: client.viewer.rows,
      cols: client.viewer.cols,
      session: workspace.coordinator.focused(client.viewer)?.name ?? '',
      readOnly: client.readOnly,
      isHere: client.viewer === viewer,
      detach: () => client.detach(),
    }));
  }

  /** The session in whose pane the caller runs, if it is one of this server's. */
  #callingSession(hello: Hello): AnySession | undefined {
    const id = hello.env['QMUX_SESSION'];
    if (id === undefined || hello.env['QMUX'] !== this.#options.inspection.paths.socketFile) return undefined;
    return this.#options.workspace.coordinator.find(id);
  }

  /** The client that looks at the session and may change something, the one used last first. */
  #viewerAt(session: AnySession): Viewer | undefined {
    const { coordinator } = this.#options.workspace;
    return coordinator.arrangement.viewers.attached.find(
      (viewer) => viewer.readOnly !== true && coordinator.isDrawnFor(viewer, session),
    );
  }

  #surfaceOf(viewer: Viewer): ClientView | undefined {
    return [...this.#options.workspace.clients].find((client) => client.viewer === viewer);
  }

  #explain(error: unknown, wording: Wording): string {
    const known = explainFailure(error) ?? error;
    if (known instanceof UserError) return known.spell(wording);
    this.#options.log.error('a command failed', error);
    return `something went wrong in qmux itself: ${error instanceof Error ? error.message : String(error)}; see ${this.#options.inspection.paths.serverLogFile}`;
  }
}

/** Throws a UserError before anything has run. check: of the words of each. */
function partsOf(
  command: string | readonly string[],
  check: ((words: readonly string[]) => void) | undefined,
): LinePart[] {
  if (typeof command === 'string') return parseLineParts(registry, command, check);
  check?.(command);
  return [{ text: command.join(' '), parsed: parseLine(registry, command), place: '' }];
}

/** A read-only client may look at everything. Throws a UserError for a command that may change something. */
function refuseChanges(words: readonly string[]): void {
  const { command, rest } = registry.get(words);
  if (asksForHelp(command, rest)) return;
  // Other terminals are not its business.
  const isDetachOfOthers = command.name === 'detach' && rest.length > 0;
  const looks = command.changesNothing || command.lookingActions?.includes(rest[0] ?? '');
  if (!looks || isDetachOfOthers)
    throw new UserError(`attached read-only: ${command.name} is not run here; ${keyWord('detach')} leaves`);
}

/**
 * The caller's if the line starts something in it. Rejects with a UserError if its user would not see
 * that.
 */
async function findEnvironment(
  { command, input }: ParsedLine,
  hello: Hello,
  typed: TypedCall | undefined,
): Promise<Hello['env'] | undefined> {
  if (!input || !command.takesEnvironment) return undefined;
  if (!typed) return hello.env;
  const env = await typed.askEnvironment();
  const why = typed.canAttach && command.attaches?.(input) ? whyNotDrawable(env) : undefined;
  if (why !== undefined) throw new UserError(why);
  return env;
}

/** What takes long is named on the message line until it is over. */
const named = <T>(surface: ClientSurface | undefined, text: string, running: Promise<T>): Promise<T> =>
  surface ? whileItLasts(running, () => surface.showProgress(text)) : running;

function format({ text, json: value }: CommandOutput, json: boolean): { stdout: string } {
  if (json && value !== undefined) return { stdout: `${JSON.stringify(value, null, 2)}\n` };
  return { stdout: text === '' ? '' : `${text}\n` };
}
