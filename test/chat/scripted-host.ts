// A chat with everything around it in memory: a virtual terminal drawn by an emulator, a transcript that is
// an array, and a model whose events the test sends one by one.

import { Chat } from '../../src/chat/chat-loop.js';
import { paneChat } from '../../src/chat/chat-place.js';
import type { ModelEvent } from '../../src/chat/model-event.js';
import type {
  ChatEvent,
  ChatBeginning,
  ChatHost,
  ChatKeeper,
  ChatStamps,
  CommandsOfChat,
  ModelOfChat,
  ChatModel,
  ChatTerminal,
  CommandReply,
  ModelRequest,
} from '../../src/chat/ports.js';
import { reduceTranscript } from '../../src/chat/transcript-reducer.js';
import type { TranscriptRecord } from '../../src/chat/transcript-record.js';
import type { Emulator } from '../../src/terminal/emulator/emulator-ports.js';
import { createEmulator } from '../../src/terminal/emulator/emulator.js';
import { createVirtualPty } from '../../src/session/chat/virtual-pty.js';
import type { Pty } from '../../src/terminal/pty.js';
import { Slice } from '../../src/loop/slice.js';
import { createGrid, rowText } from '../../src/text/cell-grid.js';
import { onTestFinished, vi } from 'vitest';
import { waitUntil } from '../harness/wait-until.js';

/** A model that answers what the test tells it. */
export class ScriptedModel implements ChatModel {
  readonly name = 'openai/scripted';
  readonly requests: ModelRequest[] = [];
  #events: ModelEvent[] = [];
  #wake: () => void = () => {};

  say(...events: (string | ModelEvent)[]): void {
    this.#events.push(
      ...events.map((event): ModelEvent =>
        typeof event === 'string' ? { type: 'text', text: event } : event,
      ),
    );
    this.#wake();
  }

  end(): void {
    this.say({ type: 'finish', complete: true, reason: 'stop' });
  }

  async *stream(request: ModelRequest): AsyncGenerator<ModelEvent> {
    this.requests.push({ ...request, messages: [...request.messages] });
    request.signal.addEventListener('abort', () => this.#wake());
    while (!request.signal.aborted) {
      const event = this.#events.shift();
      if (event) yield event;
      else await new Promise<void>((resolve) => (this.#wake = resolve));
      if (event && ['finish', 'interrupted', 'error'].includes(event.type)) return;
    }
  }
}

export interface ScriptedChat {
  chat: Chat;
  model: ScriptedModel;
  pty: Pty;
  events: ChatEvent[];
  records: TranscriptRecord[];
  commands: string[];
  draft(): string;
  /** As a user types: one write per key. */
  type(...keys: string[]): void;
  emulator(): Emulator;
  screen(): string;
  resize(rows: number, cols: number): void;
  watch(watched: boolean): void;
  /** The job that Ctrl-Z stopped continues. */
  goOn(): void;
  until(text: string | RegExp): Promise<void>;
}

let ids = 0;

/** What a test gives instead of what is usual. */
interface Given
  extends
    Partial<
      Pick<
        ChatHost,
        'place' | 'directory' | 'around' | 'onEvent' | 'questionSeenMs' | 'edit' | 'history' | 'compactAt'
      >
    >,
    Partial<Omit<ChatBeginning, 'conversation'>>,
    Partial<ChatKeeper>,
    Partial<Omit<ChatStamps, 'newId'>>,
    Partial<Pick<CommandsOfChat, 'suggest'>> {
  resolveModel?: ModelOfChat['resolve'];
  onStanding?: ModelOfChat['onStanding'];
}

/**
 * Until the test ends, however slow the machine is: a test that waits 4 ms for the processor would see half
 * a picture. How drawing gives way is tested in screen/render-slices.test.ts and server/turns.test.ts.
 */
function drawAtOnce(): void {
  const isOver = vi.spyOn(Slice.prototype, 'isOver', 'get').mockReturnValue(false);
  onTestFinished(() => isOver.mockRestore());
}

export function startChat(
  options: {
    rows?: number;
    cols?: number;
    records?: TranscriptRecord[];
    draft?: string;
    /** Its terminal is a shell's, which can stop it. */
    canStop?: boolean;
    host?: Given;
  } = {},
): ScriptedChat {
  const { rows = 20, cols = 60 } = options;
  drawAtOnce();
  const { pty, terminal } = createVirtualPty({ rows, cols });
  const job = createJob(terminal);
  let emulator = createEmulator({ rows, cols, scrollbackLines: 1000, namesRoles: true });
  const model = new ScriptedModel();
  const events: ChatEvent[] = [];
  const records: TranscriptRecord[] = [...(options.records ?? [])];
  const commands: string[] = [];
  let draft = options.draft ?? '';
  pty.onData((bytes) => emulator.write(bytes));
  const given = options.host ?? {};
  const chat = new Chat({
    place: given.place ?? paneChat((command) => ({ keys: 'Ctrl-q ?', detach: 'Ctrl-q d' })[command]),
    get compactAt() {
      return given.compactAt;
    },
    terminal: options.canStop ? job.terminal : terminal,
    begun: {
      conversation: reduceTranscript(records),
      draft: given.draft ?? { text: draft },
      held: given.held,
      printed: given.printed ?? [],
    },
    keeper: {
      append: given.append ?? ((added) => void records.push(...added)),
      sync: given.sync ?? (async () => {}),
      saveStash: given.saveStash ?? (() => {}),
      savePrinted: given.savePrinted ?? (() => {}),
      saveDraft: given.saveDraft ?? (({ text }) => void (draft = text)),
    },
    model: {
      resolve: given.resolveModel ?? (async () => model),
      prepare: () => {},
      instruction: undefined,
      chosen: 'openai/scripted',
      ...(given.onStanding ? { onStanding: given.onStanding } : {}),
    },
    commands: {
      run: async (line): Promise<CommandReply> => {
        commands.push(line);
        return { level: 'info', text: `ran ${line}` };
      },
      has: (name) => ['sessions', 'session-name', 'switch'].includes(name),
      complete: (line) =>
        ['sessions', 'session-name', 'switch']
          .filter((value) => value.startsWith(line))
          .map((value) => ({ value, summary: 'summary' })),
      suggest: given.suggest ?? (() => undefined),
    },
    stamps: {
      now: given.now ?? (() => 1000),
      steadyNow: given.steadyNow ?? given.now ?? (() => 1000),
      newId: () => `id-${++ids}`,
      ...(given.wait ? { wait: given.wait } : {}),
      random: given.random ?? (() => 0.5),
    },
    onEvent: (event) => {
      events.push(event);
      given.onEvent?.(event);
    },
    ...(given.directory === undefined ? {} : { directory: given.directory }),
    ...(given.around ? { around: given.around } : {}),
    ...(given.questionSeenMs ? { questionSeenMs: given.questionSeenMs } : {}),
    ...(given.edit ? { edit: given.edit } : {}),
    ...(given.history ? { history: given.history } : {}),
  });
  pty.setWatched(true);
  const screen = (): string => {
    const grid = createGrid(emulator.rows, emulator.cols);
    for (let row = 0; row < grid.rows; row++) emulator.copyRow(row, grid.cols, grid, row, 0);
    return Array.from({ length: grid.rows }, (_, row) => rowText(grid, row))
      .join('\n')
      .trimEnd();
  };
  return {
    chat,
    model,
    pty,
    events,
    records,
    commands,
    draft: () => draft,
    type: (...keys) => keys.forEach((key) => pty.write(key)),
    emulator: () => emulator,
    screen,
    resize(toRows, toCols) {
      emulator.resize(toRows, toCols);
      pty.resize(toRows, toCols);
    },
    watch(watched) {
      if (watched === terminal.watched) return;
      // As a session does: an unwatched chat has no emulator.
      if (watched)
        emulator = createEmulator({ rows: emulator.rows, cols: emulator.cols, scrollbackLines: 1000 });
      pty.setWatched(watched);
    },
    goOn: job.goOn,
    until: async (text) => {
      await waitUntil(
        `${String(text)} is on the screen`,
        () => (typeof text === 'string' ? screen().includes(text) : text.test(screen())),
        { describe: screen },
      );
    },
  };
}

/** A terminal whose chat can be stopped, like that of a shell's job. */
function createJob(terminal: ChatTerminal): { terminal: ChatTerminal; goOn(): void } {
  let isStopped = false;
  const onGoingOn = new Set<() => void>();
  return {
    terminal: {
      get rows() {
        return terminal.rows;
      },
      get cols() {
        return terminal.cols;
      },
      get watched() {
        return terminal.watched && !isStopped;
      },
      write: (text) => terminal.write(text),
      onInput: (listener) => terminal.onInput(listener),
      onResize(listener) {
        onGoingOn.add(listener);
        return terminal.onResize(listener);
      },
      onWatched: (listener) => terminal.onWatched(listener),
      suspend: () => void (isStopped = true),
    },
    goOn() {
      isStopped = false;
      for (const listener of onGoingOn) listener();
    },
  };
}
