// A verb to a running server: what it loads, and who parses its line. Loaded files are those of V8's own
// coverage, which names every script that ran, however it was loaded.

import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';

import { ScriptedServer } from '../client/scripted-server.js';
import { startQmux, type CallResult, type Qmux } from '../harness/qmux.js';
import { waitUntil } from '../harness/wait-until.js';

let qmux: Qmux;
let scripted: ScriptedServer | undefined;
afterEach(async () => {
  await scripted?.die();
  scripted = undefined;
  await qmux.stop();
});

const ROOT = new URL('../../', import.meta.url).href;

interface Traced extends CallResult {
  /** Paths below the project's directory, Node's own modules left out. */
  loaded: string[];
}

async function trace(...args: string[]): Promise<Traced> {
  const directory = join(qmux.home.dir, 'loaded');
  mkdirSync(directory);
  const result = await qmux.callWith({ env: { NODE_V8_COVERAGE: directory } }, ...args);
  // One process, one file: a server that it starts would write another.
  const files = readdirSync(directory);
  expect(files).toHaveLength(1);
  const report = JSON.parse(readFileSync(join(directory, files[0] ?? ''), 'utf8')) as {
    result: { url: string }[];
  };
  const urls = report.result.map(({ url }) => url).filter((url) => url.startsWith('file:'));
  return { ...result, loaded: urls.map((url) => url.replace(ROOT, '')) };
}

/** What only parsing, the screen or a start needs. */
const NEVER =
  /node_modules|dist\/(?:commands|config|keymap|session|server|store|chat|frame|terminal)\/|start-server/;
/** Each costs its reading: 0.5 to 1 ms. Currently 23. */
const MOST_FILES = 25;

describe('to a server that runs', () => {
  it.each([
    [['ls'], /one/],
    [['ls', '--json'], /"name": "one"/],
    [['rename', 'one', 'two'], /renamed one to two/],
    [['send', 'one', 'what', 'does', 'git', '--help', 'print'], /^$/],
    [['ls', '--bogus'], /sessions does not know --bogus/],
    [['nonsense'], /no command nonsense/],
    [['new', '-d', 'second'], /created #2 second/],
  ])('qmux %j loads neither registry nor parser', async (args, output) => {
    qmux = await startQmux();
    await qmux.call('new', '-d', 'one');
    const { stdout, stderr, loaded } = await trace(...args);
    expect(stdout + stderr).toMatch(output);
    expect(loaded).toContain('dist/cli.js');
    expect(loaded.filter((path) => NEVER.test(path))).toEqual([]);
    expect(loaded.length).toBeLessThanOrEqual(MOST_FILES);
  });

  it('loads yargs for help alone', async () => {
    qmux = await startQmux();
    await qmux.call('new', '-d', 'one');
    const { stdout, loaded } = await trace('send', 'one', '--help');
    expect(stdout).toMatch(/^usage: send X TEXT…/);
    expect(loaded.some((path) => path.startsWith('node_modules/yargs/'))).toBe(true);
  });

  it('starts programs in the environment of the caller', async () => {
    qmux = await startQmux();
    await qmux.call('ls');
    const words = ['new', '-d', 'shows', '--', 'sh', '-c', 'echo "[$OF_THE_CALLER]"'];
    const made = await qmux.callWith({ env: { OF_THE_CALLER: 'here' } }, ...words);
    expect(made.code).toBe(0);
    let screen = '';
    await waitUntil('it shows its environment', async () => {
      screen = (await qmux.call('capture', 'shows')).stdout;
      return screen.includes('[');
    });
    expect(screen).toContain('[here]');
  });
});

describe('while none runs', () => {
  it.each([['nonsense'], ['ls --bogus'], ['send'], ['ls --help'], ['--bogus'], ['help'], ['report working']])(
    'qmux %s starts none',
    async (line) => {
      qmux = await startQmux();
      const { stdout, stderr } = await qmux.call(...line.split(' '));
      expect(stdout + stderr).not.toBe('');
      expect(qmux.home.findProcesses()).toEqual([]);
    },
  );

  it('is the same to the user', async () => {
    qmux = await startQmux();
    const lines = [['nonsense'], ['ls', '--bogus'], ['send'], ['ls', '--help'], ['new', '-d', '--cwd'], ['']];
    const call = async (): Promise<CallResult[]> => {
      const results: CallResult[] = [];
      for (const words of lines) results.push(await qmux.call(...words));
      return results;
    };
    const before = await call();
    expect(qmux.home.findProcesses()).toEqual([]);
    await qmux.call('new', '-d', 'one');
    expect(await call()).toEqual(before);
  });

  it('finds yargs only where it is needed', async () => {
    qmux = await startQmux();
    const { stderr, loaded } = await trace('ls', '--bogus');
    expect(stderr).toContain('sessions does not know --bogus');
    expect(loaded.filter((path) => path.startsWith('node_modules/yargs/'))).toEqual([]);
  });
});

describe('to a server of another version', () => {
  const start = async (): Promise<ScriptedServer> => {
    qmux = await startQmux();
    scripted = await ScriptedServer.start(qmux.home.paths());
    return scripted;
  };

  it('goes parsed, with what the verb needs', async () => {
    const server = await start();
    const env = { OPENAI_API_KEY: 'sk-canary' };
    const answer = qmux.callWith({ env }, 'new', '-d', '--json');
    (await server.connection()).welcome();
    const second = await server.connection(1);
    expect((await second.hello()).env).toMatchObject(env);
    await waitUntil('the request has arrived', () => second.get('request').length > 0);
    expect(second.get('request')).toEqual([
      { type: 'request', id: 1, words: ['new', '-d', '--json'], json: true },
    ]);
    second.send({ type: 'response', id: 1, stdout: 'made\n', stderr: '', exitCode: 0 });
    expect(await answer).toEqual({ stdout: 'made\n', stderr: '', code: 0 });
    expect((await server.connection()).messages.map(({ type }) => type)).toEqual(['hello']);
  });

  it.each([
    [['ls', '--bogus'], /sessions does not know --bogus/, 2],
    [['ls', '--help'], /^usage: sessions/, 0],
  ])('does not go at all where it does not fit here: %j', async (args, output, code) => {
    const server = await start();
    const answer = qmux.call(...args);
    (await server.connection()).welcome();
    const result = await answer;
    expect(result.stdout + result.stderr).toMatch(output);
    expect(result.code).toBe(code);
    expect(server.connections.flatMap(({ messages }) => messages.map(({ type }) => type))).toEqual(['hello']);
  });
});

it('takes a server that dies before it welcomes for none', async () => {
  qmux = await startQmux();
  scripted = await ScriptedServer.start(qmux.home.paths());
  const server = scripted;
  const answer = qmux.call('ls');
  const first = await server.connection();
  await first.hello();
  await server.die();
  scripted = undefined;
  expect(await answer).toEqual({ stdout: 'no sessions\n', stderr: '', code: 0 });
});
