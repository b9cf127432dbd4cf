// Any sequence of opening, closing, reopening, ending, killing, quitting and starting again, checked against
// what must hold: a session is in one list, has at most one process, and what is stored of it is what
// happened. The programs are the test's; sessions, store and disk are real. Time is the test's own.

import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { isProgram, type AnySession } from '../../src/session/any-session.js';
import type { SessionRecord } from '../../src/store/session-record.js';
import type { Pty, PtyExit } from '../../src/terminal/pty.js';
import { UserError } from '../../src/text/user-error.js';
import { startWorkspace, type StartedWorkspace } from './start-workspace.js';

const RUNS = process.env['QMUX_TEST_LONG'] ? 600 : 15;
const { setTimeout: realTimeout } = globalThis;

/** A child of the test: it ends when told to, or at a hang-up unless it is deaf. */
class FakeProgram implements Pty {
  static readonly all: FakeProgram[] = [];
  readonly rows = 38;
  readonly cols = 120;
  /** Above every number that the kernel gives. */
  readonly pid = 2 ** 30 + FakeProgram.all.length;
  isAlive = true;
  readonly #listeners: ((exit: PtyExit) => void)[] = [];

  constructor(private readonly isDeaf: boolean) {
    FakeProgram.all.push(this);
  }

  end(exit: PtyExit): void {
    if (!this.isAlive) return;
    this.isAlive = false;
    for (const listener of this.#listeners) listener(exit);
  }

  onExit(listener: (exit: PtyExit) => void): () => void {
    this.#listeners.push(listener);
    return () => {};
  }

  async hangUp(graceMs: number): Promise<void> {
    if (!this.isDeaf) return this.end({ code: undefined, signal: 1 });
    await new Promise((resolve) => setTimeout(resolve, graceMs));
    this.end({ code: undefined, signal: 9 });
  }

  onData = (): (() => void) => () => {};
  foregroundGroup = (): undefined => undefined;
  wake(): void {}
  write(): void {}
  resize(): void {}
  setWatched(): void {}
  pause(): void {}
  resume(): void {}
}

vi.mock('../../src/terminal/pty/program-pty.js', () => ({
  loadProgramPty: async () => (options: { command: string }) => new FakeProgram(options.command === 'deaf'),
}));

/** What the test knows about a session. */
interface Model {
  readonly id: string;
  readonly kind: 'chat' | 'program';
  isOpen: boolean;
  draft: string;
  programs: FakeProgram[];
  /** The status with which its program ended by itself. */
  code: number | undefined;
  /** A reopening or removal of it that has not finished. */
  pending: number;
  isRemoved: boolean;
}

class World {
  started!: StartedWorkspace;
  readonly models: Model[] = [];
  readonly #pending = new Set<Promise<void>>();

  async start(directory?: string): Promise<void> {
    this.started = await startWorkspace(directory === undefined ? {} : { directory });
  }

  get #coordinator() {
    return this.started.workspace.coordinator;
  }

  async create(kind: 'chat' | 'program', isDeaf: boolean): Promise<void> {
    const before = FakeProgram.all.length;
    const wishes = kind === 'chat' ? {} : { command: [isDeaf ? 'deaf' : 'gentle'] };
    const session = await this.started.create({
      kind,
      ...wishes,
      place: { at: this.models.length === 0 ? 'tab' : 'background' },
    });
    const programs = FakeProgram.all.slice(before);
    this.models.push({
      id: session.id,
      kind,
      isOpen: true,
      draft: '',
      programs,
      code: undefined,
      pending: 0,
      isRemoved: false,
    });
  }

  pick(which: number): Model | undefined {
    const left = this.models.filter(({ isRemoved }) => !isRemoved);
    return left[which % Math.max(1, left.length)];
  }

  #openOf(model: Model | undefined): AnySession | undefined {
    return model && this.#coordinator.find(model.id);
  }

  type(model: Model | undefined): void {
    const session = this.#openOf(model);
    if (!session || !model || isProgram(session)) return;
    const letter = 'abcdefgh'[model.draft.length % 8] ?? '';
    session.paste(letter);
    model.draft += letter;
  }

  async close(model: Model | undefined): Promise<void> {
    const session = this.#openOf(model);
    if (!session || !model) return;
    await this.#coordinator.closeSession(session);
    model.isOpen = false;
  }

  /** All in one step. */
  async closeAll(): Promise<void> {
    const open = this.models.filter((model) => this.#openOf(model));
    await this.#coordinator.closeSessions(open.map((model) => this.#openOf(model) as AnySession));
    for (const model of open) model.isOpen = false;
  }

  /** The last close, of however many. */
  reopenLast(): void {
    const models = this.models.filter(({ isRemoved }) => !isRemoved);
    for (const model of models) model.pending++;
    const attempted = this.#coordinator
      .reopenLast(this.started.viewer)
      .then(({ sessions }) => {
        for (const model of models) if (sessions.some(({ id }) => id === model.id)) model.isOpen = true;
      })
      .catch((error: unknown) => {
        if (!(error instanceof UserError)) throw error;
      })
      .finally(() => {
        for (const model of models) model.pending--;
        this.#pending.delete(attempted);
      });
    this.#pending.add(attempted);
  }

  exit(model: Model | undefined, code: number): void {
    const program = model?.programs.at(-1);
    if (!model || !program?.isAlive) return;
    model.code = code;
    program.end({ code, signal: undefined });
  }

  reopen(model: Model | undefined): Promise<void> {
    return this.#attempt(model, async () => {
      await this.#coordinator.reopenSessions(this.started.viewer, [model?.id ?? '']);
      if (model) model.isOpen = true;
    });
  }

  remove(model: Model | undefined): Promise<void> {
    return this.#attempt(model, async () => {
      const record = this.#coordinator.resolveArchived(model?.id ?? '');
      await this.#coordinator.deleteSessions([record]);
      if (model) model.isRemoved = true;
    });
  }

  /** Its end comes later; a refusal leaves everything unchanged. */
  #attempt(model: Model | undefined, attempt: () => Promise<void>): Promise<void> {
    if (!model) return Promise.resolve();
    model.pending++;
    const attempted = attempt()
      .catch((error: unknown) => {
        if (!(error instanceof UserError)) throw error;
      })
      .finally(() => {
        model.pending--;
        this.#pending.delete(attempted);
      });
    this.#pending.add(attempted);
    return attempted;
  }

  /** Lets time pass until everything that was started has finished. */
  async settle(): Promise<void> {
    for (let rounds = 0; this.#pending.size > 0; rounds++) {
      if (rounds > 400) throw new Error(`${this.#pending.size} wait for ever`);
      await pass(100);
    }
    await pass(0);
  }

  async quit(): Promise<void> {
    const { directory, workspace } = this.started;
    await finish(workspace.stop());
    await this.settle();
    if (FakeProgram.all.some(({ isAlive }) => isAlive)) throw new Error('a program outlived its server');
    await this.start(directory);
  }

  /** What the index had by then is what the next server knows: everything, after a while. */
  async kill(): Promise<void> {
    await this.settle();
    await pass(3000);
    await finish(this.started.store.flush());
    const { directory } = this.started;
    for (const program of FakeProgram.all) program.isAlive = false;
    vi.clearAllTimers();
    await this.start(directory);
  }

  /**
   * What does not hold now, in words; for sessions with something pending only that they have one process.
   */
  faults(): string[] {
    return this.models.flatMap((model) => {
      const living = model.programs.filter(({ isAlive }) => isAlive);
      const faults = [
        ...(living.length > 1 ? [`has ${living.length} processes`] : []),
        ...(model.pending > 0 ? [] : this.#faultsAtRest(model, living)),
      ];
      return faults.map((fault) => `${model.kind} ${model.id} ${fault}`);
    });
  }

  #faultsAtRest(model: Model, [living]: readonly FakeProgram[]): string[] {
    const { sessions, archive } = this.#coordinator;
    const places = [
      ...(sessions.some(({ id }) => id === model.id) ? ['open'] : []),
      ...(archive.some(({ id }) => id === model.id) ? ['archived'] : []),
    ].join(' and ');
    const right = model.isRemoved ? '' : model.isOpen ? 'open' : 'archived';
    const pid = this.#openOf(model)?.pid;
    const record = this.recordOf(model);
    const exit = record?.kind === 'program' ? record.exit : undefined;
    const code = typeof exit === 'object' ? exit.code : undefined;
    return [
      ...(places === right ? [] : [`is ${places || 'nowhere'}, not ${right || 'gone'}`]),
      ...(model.isRemoved && living ? ['was removed and runs'] : []),
      ...(pid !== undefined && pid !== living?.pid ? [`says it runs as ${pid}`] : []),
      ...(record?.kind === 'program' && !living && exit === undefined
        ? ['has ended, and is kept as running']
        : []),
      ...(record && !living && model.code !== code ? [`ended with ${model.code}, not ${code}`] : []),
    ];
  }

  recordOf(model: Model): SessionRecord | undefined {
    return this.#openOf(model)?.record ?? this.#coordinator.archive.find(({ id }) => id === model.id);
  }

  /** Drafts on disk that differ from what was typed. */
  lostDrafts(): string[] {
    return this.models.flatMap(({ id, kind, draft, isRemoved }) => {
      if (kind !== 'chat' || isRemoved) return [];
      const file = join(this.started.directory, 'data', 'default', 'sessions', id, 'draft.txt');
      const stored = existsSync(file) ? readFileSync(file, 'utf8') : '';
      return stored === draft ? [] : [`${draft} is kept as ${stored}`];
    });
  }
}

/** Files and the event loop run as usual, timers by the test's time. ms: of it. */
async function pass(ms: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
  await new Promise((resolve) => realTimeout(resolve, 1));
}

async function finish(work: Promise<unknown>): Promise<void> {
  const state = { isOver: false };
  const ended = work.finally(() => (state.isOver = true));
  while (!state.isOver) await pass(100);
  await ended;
}

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

interface Step {
  readonly what: string;
  run(world: World): Promise<void> | void;
}

/** Few: what matters happens to one and the same. */
const which = fc.nat({ max: 2 });

/** For one session, by its position among those that were not removed. */
const ofOne = (what: string, run: (world: World, model: Model | undefined) => Promise<void> | void) =>
  which.map((at): Step => ({ what: `${what} ${at}`, run: (world) => run(world, world.pick(at)) }));

const reopenAndWait = async (world: World, model: Model | undefined): Promise<void> => {
  void world.reopen(model);
  await world.settle();
};

const steps = fc
  .oneof(
    {
      weight: 2,
      arbitrary: fc.constantFrom<Step[]>(
        { what: 'create chat', run: (world) => world.create('chat', false) },
        { what: 'create program', run: (world) => world.create('program', false) },
        { what: 'create deaf program', run: (world) => world.create('program', true) },
      ),
    },
    { weight: 3, arbitrary: ofOne('type into', (world, model) => world.type(model)) },
    { weight: 6, arbitrary: ofOne('close', (world, model) => world.close(model)) },
    { weight: 6, arbitrary: ofOne('reopen', (world, model) => void world.reopen(model)) },
    { weight: 2, arbitrary: ofOne('reopen and wait for', reopenAndWait) },
    {
      weight: 4,
      arbitrary: fc.constantFrom<Step[]>(
        { what: 'close all', run: (world) => world.closeAll() },
        { what: 'reopen the last close', run: (world) => world.reopenLast() },
      ),
    },
    { weight: 2, arbitrary: ofOne('delete', (world, model) => void world.remove(model)) },
    { weight: 2, arbitrary: ofOne('exit 3 of', (world, model) => world.exit(model, 3)) },
    {
      weight: 6,
      arbitrary: fc
        .constantFrom(300, 4000, 9900, 10_100)
        .map((ms): Step => ({ what: `wait ${ms}`, run: () => pass(ms) })),
    },
    { weight: 1, arbitrary: fc.constant<Step>({ what: 'quit', run: (world) => world.quit() }) },
    { weight: 1, arbitrary: fc.constant<Step>({ what: 'kill', run: (world) => world.kill() }) },
  )
  // As fast-check prints it.
  .map((step) => ({ ...step, [fc.toStringMethod]: () => step.what }));

/** In a world with a deaf program at 0 and a chat at 1. */
async function inWorld(run: (world: World, program: Model, chat: Model) => Promise<void>): Promise<void> {
  const world = new World();
  await world.start();
  await world.create('program', true);
  await world.create('chat', false);
  const [program, chat] = world.models;
  if (!program || !chat) throw new Error('nothing was created');
  try {
    await run(world, program, chat);
  } finally {
    await finish(world.started.workspace.stop());
    rmSync(world.started.directory, { recursive: true, force: true });
  }
}

describe('a session that is reopened while it ends', () => {
  it('waits for the end of its program, and tells how that ended', () =>
    inWorld(async (world, program) => {
      await world.close(program);
      await pass(10_100);
      const reopened = world.reopen(program);
      await pass(1000);
      expect(program).toMatchObject({ isOpen: false, programs: [{ isAlive: true }] });
      await finish(reopened);
      expect(program).toMatchObject({ isOpen: true, programs: [{ isAlive: false }] });
      expect(world.recordOf(program)).toMatchObject({ exit: { signal: 9 } });
      expect(world.faults()).toEqual([]);
    }));

  it('keeps a draft that was typed just before', () =>
    inWorld(async (world, _program, chat) => {
      world.type(chat);
      await world.close(chat);
      await finish(world.reopen(chat));
      world.type(chat);
      await world.quit();
      expect(chat.draft).toBe('ab');
      expect(world.lostDrafts()).toEqual([]);
    }));

  it('is one session for two who reopen it', () =>
    inWorld(async (world, program) => {
      await world.close(program);
      await pass(10_100);
      await finish(Promise.all([world.reopen(program), world.reopen(program)]));
      expect(world.faults()).toEqual([]);
    }));
});

describe('a session that was closed when the server ends', () => {
  it('holds nothing up that is reopened at that moment', () =>
    inWorld(async (world, program) => {
      await world.create('program', false);
      await world.close(program);
      await pass(10_100);
      void world.reopen(program);
      await world.closeAll();
      world.reopenLast();
      await world.quit();
      await finish(world.started.workspace.stop());
      expect(world.lostDrafts()).toEqual([]);
    }));

  it('has a pane when it is reopened in that of a fresh chat while the whole close is taken back', () =>
    inWorld(async (world, program) => {
      await world.closeAll();
      await pass(10_100);
      world.reopenLast();
      await reopenAndWait(world, program);
      expect(world.faults()).toEqual([]);
    }));

  it('is stored with the end of its program', () =>
    inWorld(async (world, program) => {
      await world.close(program);
      await world.quit();
      expect(world.recordOf(program)).toMatchObject({ exit: { signal: 9 } });
    }));

  it('is stored with the status with which its program ended meanwhile', () =>
    inWorld(async (world, program) => {
      await world.close(program);
      world.exit(program, 7);
      await world.kill();
      expect(world.recordOf(program)).toMatchObject({ exit: { code: 7 } });
    }));
});

it(
  'holds whatever is done to sessions in whatever order',
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { minLength: 4, maxLength: 24 }), async (sequence) => {
        await inWorld(async (world) => {
          for (const { run } of sequence) {
            await run(world);
            await pass(0);
            expect(world.faults()).toEqual([]);
          }
          await world.settle();
          await pass(20_000);
          expect(world.faults()).toEqual([]);
          await world.quit();
          expect(world.faults()).toEqual([]);
          expect(world.lostDrafts()).toEqual([]);
        });
      }),
      { numRuns: RUNS },
    );
  },
  RUNS * 2000,
);
