import headless from '@xterm/headless';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { ParseScheduler } from '../../src/terminal/flow/parse-scheduler.js';
import { MAX_STRING_BYTES, StringCap } from '../../src/terminal/emulator/string-cap.js';
import { Utf8Tail } from '../../src/terminal/emulator/utf8-tail.js';
import { createVirtualPty } from '../../src/session/chat/virtual-pty.js';
import { programEnvironment } from '../../src/terminal/pty/program-environment.js';
import { waitUntil } from '../harness/wait-until.js';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const join = (parts: Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]));

describe('the string cap', () => {
  it('passes everything that is not too long, at any chunking', () => {
    const text = fc.array(
      fc.constantFrom(
        '\x1b]0;t\u0007',
        '\x1bPq\x1b\\',
        '\u009d0;x\u009c',
        'é',
        '\x1b[31m',
        'a',
        '\x1b',
        '\x1b\u0000]0;t\u0007',
      ),
    );
    fc.assert(
      fc.property(text, fc.nat(), (parts, cut) => {
        const bytes = bytesOf(parts.join(''));
        const at = cut % (bytes.length + 1);
        const cap = new StringCap();
        expect(join([cap.filter(bytes.slice(0, at)), cap.filter(bytes.slice(at))])).toEqual(bytes);
      }),
    );
  });

  it.each([
    ['OSC ended by BEL', '\x1b]0;', '\u0007'],
    ['OSC ended by ST', '\x1b]0;', '\x1b\\'],
    ['DCS', '\x1bP', '\x1b\\'],
    ['APC in C1', '\u009f', '\u009c'],
    ['OSC behind a C0 control in its opener', '\x1b\u0000]0;', '\u0007'],
    ['OSC behind DEL in its opener', '\x1b\u007f]0;', '\u0007'],
    ['DCS that C1 opens within an OSC', '\x1b]0;\u0090q\u0007', '\x1b\\'],
    ['one that a new sequence cuts off', '\x1b]0;', '\x1b[m'],
  ])('bounds %s, and goes on behind it', (_name, opener, end) => {
    const cap = new StringCap();
    const chunk = bytesOf('x'.repeat(65_536));
    let passed = cap.filter(bytesOf(opener)).length;
    for (let sent = 0; sent < 40 * chunk.length; sent += chunk.length) passed += cap.filter(chunk).length;
    expect(passed).toBeLessThanOrEqual(MAX_STRING_BYTES + chunk.length);
    const rest = new TextDecoder().decode(cap.filter(bytesOf(`${end}after`)));
    expect(rest).toBe(`${end}after`);
  });
});

/** xterm's parser is inside an OSC, DCS, SOS, PM or APC string (ParserState of its EscapeSequenceParser). */
function isInString(bytes: Uint8Array): boolean {
  const terminal = new headless.Terminal({ rows: 2, cols: 20, allowProposedApi: true, logLevel: 'off' });
  const core = (terminal as unknown as { _core: XtermCore })._core;
  core.writeSync(bytes);
  return core._inputHandler._parser.currentState >= SOS_PM_STRING;
}
interface XtermCore {
  writeSync(bytes: Uint8Array): void;
  readonly _inputHandler: { readonly _parser: { readonly currentState: number } };
}
const SOS_PM_STRING = 7;

describe("the string cap beside xterm's parser", () => {
  const token = fc.constantFrom(
    ...'\x1b]PX^_\\[q xé—',
    ...'\u0000\n\u0007\u0018\u001a\u007f',
    ...'\u0085\u0090\u0098\u009b\u009c\u009d\u009e\u009f',
    '0;',
  );
  const tokens = fc.array(token, { maxLength: 14 });
  const more = bytesOf('x'.repeat(50));

  it('bounds every string that the parser is in, however it got there', () => {
    fc.assert(
      fc.property(tokens, fc.nat(), (parts, cut) => {
        const bytes = bytesOf(parts.join(''));
        const at = cut % (bytes.length + 1);
        const cap = new StringCap(8);
        const filtered = join([cap.filter(bytes.slice(0, at)), cap.filter(bytes.slice(at))]);
        const passed = cap.filter(more).length;
        expect(isInString(filtered) && passed > 8).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });

  it('cuts nothing while the parser is in no string', () => {
    // Beyond ASCII xterm leaves a DCS that has not begun its data; the cap waits for the string's end.
    const ascii = tokens.filter((parts) => !parts.some((part) => part === 'é' || part === '—'));
    fc.assert(
      fc.property(ascii, (parts) => {
        const cap = new StringCap(8);
        const filtered = Uint8Array.from(cap.filter(bytesOf(parts.join(''))));
        const passed = cap.filter(more).length;
        expect(isInString(filtered) || passed === more.length).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('the UTF-8 tail', () => {
  it('never ends a write inside a character, and loses none', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.array(fc.nat()), (text, cuts) => {
        const bytes = bytesOf(text);
        const tail = new Utf8Tail();
        const strict = new TextDecoder('utf-8', { fatal: true });
        let from = 0;
        const parts = [
          ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b),
          bytes.length,
        ].map((end) => {
          const part = tail.complete(bytes.slice(from, end));
          from = end;
          return strict.decode(part, { stream: false });
        });
        expect(parts.join('')).toBe(strict.decode(bytes));
      }),
    );
  });
  it('passes invalid bytes on', () => {
    const tail = new Utf8Tail();
    expect([...tail.complete(Uint8Array.of(0x61, 0xff, 0x80, 0x80, 0x80, 0x80))]).toHaveLength(6);
  });
});

describe('the parse scheduler', () => {
  const open = (scheduler: ParseScheduler, log: string[], name: string) => {
    const parsed: Uint8Array[] = [];
    const queue = scheduler.open({
      parse: (bytes) => {
        parsed.push(Uint8Array.from(bytes));
        log.push(name);
      },
      pause: () => log.push(`${name} pauses`),
      resume: () => log.push(`${name} resumes`),
    });
    return { queue, size: () => parsed.reduce((sum, part) => sum + part.length, 0), first: () => parsed[0] };
  };

  it('parses a small read at once', () => {
    const log: string[] = [];
    const { queue, size } = open(new ParseScheduler(), log, 'a');
    queue.push(bytesOf('echo'));
    expect(size()).toBe(4);
  });

  it('slices a flood, pauses its source, and lets others in between', async () => {
    const log: string[] = [];
    const scheduler = new ParseScheduler();
    const flood = open(scheduler, log, 'flood');
    const other = open(scheduler, log, 'other');
    for (let sent = 0; sent < 8; sent++) flood.queue.push(new Uint8Array(65_536));
    expect(log).toContain('flood pauses');
    other.queue.push(new Uint8Array(20_000));
    other.queue.urgent = true;
    await waitUntil('both are parsed', () => flood.size() === 8 * 65_536 && other.size() === 20_000);
    expect(log.indexOf('other')).toBeLessThan(log.lastIndexOf('flood'));
    expect(log).toContain('flood resumes');
    expect(log.filter((entry) => entry === 'flood').length).toBeGreaterThanOrEqual(32);
  });

  it('keeps what it was given, tells when it has parsed it, and drops what waits when it closes', async () => {
    const scheduler = new ParseScheduler();
    const { queue, size, first } = open(scheduler, [], 'a');
    const reused = new Uint8Array(30_000).fill(1);
    queue.push(reused);
    reused.fill(2);
    let drained = false;
    queue.catchUp(() => (drained = true));
    expect(drained).toBe(false);
    await waitUntil('it is drained', () => drained);
    expect(first()?.[0]).toBe(1);
    queue.push(new Uint8Array(30_000));
    let told = false;
    queue.catchUp(() => (told = true));
    queue.close();
    expect(told).toBe(true);
    queue.push(bytesOf('late'));
    expect(size()).toBe(30_000);
  });
});

describe('the virtual PTY', () => {
  it('passes bytes both ways in the same turn, and tells sizes and watching', () => {
    const { pty, terminal } = createVirtualPty({ rows: 4, cols: 20 });
    const log: string[] = [];
    pty.onData((bytes) => log.push(`out ${new TextDecoder().decode(bytes)}`));
    const undo = terminal.onInput((bytes) => {
      log.push(`in ${new TextDecoder().decode(bytes)}`);
      terminal.write('echo');
    });
    terminal.onResize(() => log.push(`size ${terminal.rows} ${terminal.cols}`));
    terminal.onWatched((watched) => log.push(`watched ${watched}`));
    pty.write('key');
    pty.resize(5, 30);
    pty.resize(5, 30);
    pty.setWatched(true);
    pty.setWatched(true);
    undo();
    pty.write('nobody listens');
    expect(log).toEqual(['in key', 'out echo', 'size 5 30', 'watched true']);
  });
});

describe("a program's environment", () => {
  it("is its creator's, less the traces of outer terminals", () => {
    const env = programEnvironment(
      {
        HOME: '/h',
        OPENAI_API_KEY: 'k',
        TMUX: 'x',
        TMUX_PANE: '1',
        LC_TERMINAL_VERSION: '3',
        GHOSTTY_BIN: 'g',
        CLAUDECODE: '1',
        CLAUDE_CONFIG_DIR: 'mine',
        TERM: 'dumb',
        LC_ALL: 'C',
      },
      { socketPath: '/s', sessionId: 'id', command: undefined },
    );
    expect(env).toEqual({
      HOME: '/h',
      OPENAI_API_KEY: 'k',
      CLAUDE_CONFIG_DIR: 'mine',
      LC_ALL: 'C',
      TERM: 'xterm-256color',
      COLORTERM: 'truecolor',
      TERM_PROGRAM: 'qmux',
      QMUX: '/s',
      QMUX_SESSION: 'id',
    });
  });

  it.each([
    ['in front', { PATH: '/a:/b c' }, '/d/bin/qmux', '/d/bin:/a:/b c'],
    [
      'once, where the creator was in a pane of the same server',
      { PATH: '/a:/d/bin:/b', QMUX_BIN: '/d/bin/qmux' },
      '/d/bin/qmux',
      '/d/bin:/a:/b',
    ],
    ['in place of the outer one', { PATH: '/o/bin:/a', QMUX_BIN: '/o/bin/qmux' }, '/d/bin/qmux', '/d/bin:/a'],
    ['with a blank in it', { PATH: '/a::/b' }, '/d e/bin/qmux', '/d e/bin:/a::/b'],
    ['before where a shell would look', {}, '/d/bin/qmux', '/d/bin:/usr/local/bin:/usr/bin:/bin'],
    ['before where a shell would look', { PATH: '' }, '/d/bin/qmux', '/d/bin:/usr/local/bin:/usr/bin:/bin'],
    ['not at all, where a colon would make two of it', { PATH: '/a' }, '/d:e/bin/qmux', '/a'],
  ])('has the directory of its own qmux on PATH %s', (_, creator: Record<string, string>, command, path) => {
    const env = programEnvironment(creator, { socketPath: '/s', sessionId: 'id', command });
    expect(env).toMatchObject({ PATH: path, QMUX_BIN: command });
  });

  it("has none of an outer server's where there is no own", () => {
    const own = { socketPath: '/s', sessionId: 'id', command: undefined };
    const env = programEnvironment({ PATH: '/o/bin:/a', QMUX_BIN: '/o/bin/qmux' }, own);
    expect(env).toMatchObject({ PATH: '/a' });
    expect(env).not.toHaveProperty('QMUX_BIN');
  });
});
