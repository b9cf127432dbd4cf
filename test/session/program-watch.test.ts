// When the first screen of a program is read, on the test's own clock.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { ProgramWatch } from '../../src/session/program/program-watch.js';

const DIALOG = ['Do you trust the files in this folder?', '❯ 1. Yes', '  2. No'];

let screen: string[] = [];
let reads = 0;
let changes = 0;
let foreground: number | undefined;
let runs: string[] | undefined;
let cursor: boolean;
let alive: Set<number>;
let watch: ProgramWatch;

beforeEach(() => {
  vi.useFakeTimers();
  [screen, reads, changes] = [[], 0, 0];
  [runs, cursor] = [undefined, true];
  [foreground, alive] = [1, new Set([1, 2])];
  watch = new ProgramWatch({
    command: ['agent'],
    readScreen: () => {
      reads++;
      return screen;
    },
    foregroundCommand: () => runs,
    foregroundGroup: () => foreground,
    groupExists: (group) => alive.has(group),
    isCursorVisible: () => cursor,
    onChange: () => changes++,
  });
  watch.start();
});
afterEach(() => {
  watch.stop();
  vi.useRealTimers();
});

const show = (lines: string[]): void => {
  screen = lines;
  watch.printed();
};

describe('the first screen', () => {
  it('is read once the program was quiet for 0.3 s', () => {
    show(DIALOG.slice(0, 1));
    vi.advanceTimersByTime(200);
    show(DIALOG);
    vi.advanceTimersByTime(299);
    expect([reads, watch.reading.state]).toEqual([0, 'active']);
    vi.advanceTimersByTime(1);
    expect(watch.reading).toMatchObject({ state: 'waiting', source: 'screen', question: DIALOG[0] });
    expect([reads, changes]).toEqual([1, 1]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is read again when a key made the program draw', () => {
    show(DIALOG);
    vi.advanceTimersByTime(300);
    watch.typed('1');
    expect(watch.reading.state).toBe('waiting');
    show(['ready']);
    vi.advanceTimersByTime(300);
    expect(watch.reading.state).toBe('active');
    expect(changes).toBe(2);
  });

  it.each<[string, () => void]>([
    ['Enter', () => void watch.typed('\r')],
    ["kitty's Enter", () => void watch.typed('\x1b[13u')],
    ['a record of OSC 7501', () => watch.hear({ type: 'report', state: 'idle', text: '' })],
    ['the end', () => watch.stop()],
  ])('asks nothing any more behind %s', (_what, end) => {
    show(DIALOG);
    vi.advanceTimersByTime(300);
    expect(watch.reading.state).toBe('waiting');
    end();
    expect(watch.reading.state).toBe('active');
    show(DIALOG);
    vi.advanceTimersByTime(10_000);
    expect([reads, watch.reading.state]).toEqual([1, 'active']);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is read as before when the mouse was moved, the focus came, or something was pasted', () => {
    show(DIALOG);
    for (const bytes of ['\x1b[I', '\x1b[<35;1;1M', '\x1b[200~a\rb\x1b[201~']) watch.typed(bytes);
    vi.advanceTimersByTime(300);
    expect(watch.reading.state).toBe('waiting');
  });

  it('is no more that of a program that has printed for minutes, unless it asks', () => {
    const print = (ms: number): void => {
      for (let spent = 0; spent < ms; spent += 1000) {
        watch.printed();
        vi.advanceTimersByTime(1000);
      }
    };
    print(400_000);
    const { length } = { length: reads };
    show(DIALOG);
    vi.advanceTimersByTime(1000);
    expect([reads, watch.reading.state]).toEqual([length, 'active']);
    watch.start();
    screen = DIALOG;
    print(400_000);
    expect(watch.reading.state).toBe('waiting');
    show(['ready']);
    vi.advanceTimersByTime(1000);
    expect(watch.reading.state).toBe('active');
  });

  it('costs no more than a timer at a time, however much is printed', () => {
    for (let count = 0; count < 1000; count++) watch.printed();
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(300);
    expect(reads).toBe(1);
  });
});

describe('a program in a shell that is killed', () => {
  const says = (state: 'working' | 'blocked' | 'idle' | 'error', text = ''): void =>
    watch.hear({ type: 'report', state, text });

  beforeEach(() => {
    watch.typed('agent\r');
    foreground = 2;
  });

  it.each<[string, () => void]>([
    ['OSC 7501', () => says('blocked', 'Run make?')],
    ['its title', () => watch.hearTitle('✋  Action Required')],
    ['a spinner', () => watch.hearTitle('⠋ proj')],
    ['a bar', () => watch.hear({ type: 'progress', running: true })],
  ])('leaves nothing of what it told by %s once its shell has printed', (_what, tell) => {
    tell();
    // Until nothing is looked for any more that a shell may have started.
    for (let spent = 0; spent < 11_000; spent += 1000) {
      watch.printed();
      vi.advanceTimersByTime(1000);
    }
    expect(watch.reading.state).not.toBe('active');
    expect(vi.getTimerCount()).toBe(0);
    alive.delete(2);
    foreground = 1;
    watch.printed();
    vi.advanceTimersByTime(1000);
    expect(watch.reading).toMatchObject({ state: 'active', said: null, mayRing: true });
    watch.printed();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('leaves nothing at the next key, hook or look', () => {
    for (const touch of [
      () => void watch.typed('x'),
      () => watch.hearHook({ state: 'idle', text: '' }),
      () => watch.look(),
    ]) {
      says('blocked', 'Run make?');
      alive.delete(2);
      touch();
      expect(watch.reading.state).toBe('active');
      alive.add(2);
    }
    says('idle');
    alive.delete(2);
    watch.hearHook({ state: 'blocked', text: 'of the next one' });
    expect(watch.reading).toMatchObject({ state: 'waiting', source: 'report' });
  });

  it('leaves its error, as a result', () => {
    says('error', 'no credit');
    alive.delete(2);
    watch.look();
    expect(watch.reading.error).toBe('no credit');
  });

  it('is believed where the system does not tell who it is', () => {
    foreground = undefined;
    says('blocked', 'Run make?');
    alive.clear();
    watch.printed();
    vi.advanceTimersByTime(5000);
    watch.typed('x');
    expect(watch.reading.state).toBe('waiting');
  });

  it('is another thing than a command that reports and ends', () => {
    watch.hearHook({ state: 'blocked', text: 'deploy?' });
    alive.delete(2);
    watch.printed();
    vi.advanceTimersByTime(5000);
    watch.look();
    expect(watch.reading.state).toBe('waiting');
  });
});

describe('an agent that is started in a shell', () => {
  /** A command of a shell, whose echo comes at once. */
  const enter = (command: string): void => {
    runs = ['bash'];
    watch.typed('\r');
    runs = [command];
    show([`$ ${command}`]);
  };
  beforeEach(() => watch.typed('cd project\r'));

  it('is seen to ask whether a directory is trusted, until it is answered', () => {
    enter('claude');
    vi.advanceTimersByTime(2000);
    show(DIALOG);
    vi.advanceTimersByTime(300);
    expect(watch.reading).toMatchObject({ state: 'waiting', source: 'screen', question: DIALOG[0] });
    watch.typed('\r');
    expect(watch.reading.state).toBe('active');
    // What is above the prompt now is no question.
    show([...DIALOG, '> Try a command']);
    vi.advanceTimersByTime(1000);
    expect([watch.reading.state, vi.getTimerCount()]).toEqual(['active', 0]);
  });

  it('asks no more once it has ended, whatever the prompt of the shell looks like', () => {
    enter('claude');
    vi.advanceTimersByTime(1000);
    show(DIALOG);
    vi.advanceTimersByTime(300);
    expect(watch.reading.state).toBe('waiting');
    watch.typed('\x1b');
    runs = ['bash'];
    show([...DIALOG, '❯ ls']);
    vi.advanceTimersByTime(300);
    expect([watch.reading.state, vi.getTimerCount()]).toEqual(['active', 0]);
    show([...DIALOG, '❯ ls -l']);
    vi.advanceTimersByTime(1000);
    expect(watch.reading.state).toBe('active');
  });

  it('is found when the shell starts it seconds after the Enter', () => {
    enter('bash');
    vi.advanceTimersByTime(3000);
    runs = ['claude'];
    show(DIALOG);
    vi.advanceTimersByTime(600);
    expect(watch.reading).toMatchObject({ state: 'waiting', source: 'screen', question: DIALOG[0] });
  });

  it('is looked for some seconds after each Enter, and no other program is read', () => {
    enter('less');
    for (let spent = 0; spent < 11_000; spent += 100) {
      show(DIALOG);
      vi.advanceTimersByTime(100);
    }
    expect([watch.reading.state, reads, vi.getTimerCount()]).toEqual(['active', 0, 0]);
    runs = ['claude'];
    show(DIALOG);
    vi.advanceTimersByTime(1000);
    expect([watch.reading.state, reads, vi.getTimerCount()]).toEqual(['active', 0, 0]);
  });

  it('is not over with the marks that it sets itself', () => {
    runs = ['pi'];
    watch.typed('a prompt\r');
    watch.hearHook({ state: 'working', text: '' });
    watch.hear({ type: 'prompt' });
    expect(watch.reading.state).toBe('processing');
    runs = ['bash'];
    watch.hear({ type: 'prompt' });
    expect(watch.reading.state).toBe('active');
  });
});

describe('an agent that tells nothing, in a shell', () => {
  const work = (ms: number): void => {
    for (let spent = 0; spent < ms; spent += 100) {
      watch.printed();
      vi.advanceTimersByTime(100);
    }
  };

  it('is seen to work and to ask from its first prompt on, and no longer than it runs', () => {
    runs = ['opencode'];
    watch.typed('a prompt\r');
    work(1500);
    expect(watch.reading).toMatchObject({ state: 'processing', source: 'activity' });
    cursor = false;
    work(700);
    expect(watch.reading).toMatchObject({ state: 'waiting', source: 'screen' });
    cursor = true;
    work(100);
    vi.advanceTimersByTime(1500);
    expect(watch.reading.state).toBe('active');
    runs = ['bash'];
    watch.typed('make\r');
    cursor = false;
    work(3000);
    expect(watch.reading.state).toBe('active');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is over with the prompt of its shell', () => {
    runs = ['opencode'];
    watch.typed('a prompt\r');
    work(1500);
    cursor = false;
    work(700);
    runs = ['bash'];
    watch.hear({ type: 'prompt' });
    expect(watch.reading.state).toBe('active');
  });

  it('is not over with a mark that the agent of the pane sets itself', () => {
    const pi = new ProgramWatch({
      command: ['pi'],
      readScreen: () => [],
      foregroundCommand: () => undefined,
      foregroundGroup: () => undefined,
      groupExists: () => true,
      isCursorVisible: () => false,
      onChange: () => {},
    });
    pi.start();
    pi.hearHook({ state: 'working', text: '' });
    pi.hear({ type: 'prompt' });
    expect(pi.reading.state).toBe('processing');
    pi.stop();
  });
});
