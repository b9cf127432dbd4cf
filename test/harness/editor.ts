// An editor in a process of its own (acp-editor.mjs), attached to a chat by `qmux acp X`.
// Owns its process and what it has heard.

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import type { Qmux } from './qmux.js';
import { waitUntil } from './wait-until.js';

const EDITOR = fileURLToPath(new URL('../../fixtures/programs/acp-editor.mjs', import.meta.url));
const ENTRY = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

type Fields = Readonly<Record<string, unknown>>;

export interface Editor {
  pid: number;
  /** Everything that it has printed. */
  lines: readonly Fields[];
  /** The kinds of all updates, in their order, without repetitions. */
  kinds(): string[];
  /** All text of the updates of this kind. */
  text(kind?: string): string;
  asked(): Fields[];
  withdrawn(): number;
  /** Resolves with the result; rejects with the agent's error as JSON. */
  do(what: string, fields?: Fields): Promise<Fields>;
  /** What it and its agent wrote on standard error. */
  said(): string;
  /** undefined: its agent still runs. */
  exitCode(): number | undefined;
  stop(): void;
}

export async function startEditor(
  { home }: Qmux,
  session: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Editor> {
  const child = spawn(process.execPath, [EDITOR, process.execPath, ENTRY, 'acp', session], {
    env: { ...home.env, ...env },
    cwd: home.dir,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.on('error', () => {});
  let said = '';
  child.stderr.on('data', (bytes) => (said += String(bytes)));
  const lines: Fields[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(JSON.parse(line) as Fields));
  let calls = 0;
  const updates = (): Fields[] =>
    lines.flatMap(({ update }) => (update === undefined ? [] : [update as Fields]));
  const call = async (what: string, fields: Fields = {}): Promise<Fields> => {
    const n = ++calls;
    child.stdin.write(`${JSON.stringify({ do: what, n, ...fields })}\n`);
    const found = (): Fields | undefined => lines.find((line) => line['n'] === n);
    await waitUntil(`the editor has done ${what}`, () => found() !== undefined, {
      describe: () => `${said}\n${JSON.stringify(lines.slice(-5))}`,
    });
    return found() as Fields;
  };
  return {
    pid: child.pid ?? 0,
    lines,
    kinds: () =>
      updates()
        .map(({ sessionUpdate }) => String(sessionUpdate))
        .filter((kind, at, all) => kind !== all[at - 1]),
    text: (kind = 'agent_message_chunk') =>
      updates()
        .filter(({ sessionUpdate }) => sessionUpdate === kind)
        .map(({ content }) => String((content as Fields)['text']))
        .join(''),
    asked: () => lines.flatMap(({ asked }) => (asked === undefined ? [] : [asked as Fields])),
    withdrawn: () => lines.filter(({ withdrawn }) => withdrawn !== undefined).length,
    said: () => said,
    exitCode: () => lines.find((line) => 'exit' in line)?.['exit'] as number | undefined,
    do: (what, fields) => {
      const done = call(what, fields).then(({ result, error }) => {
        if (error !== undefined) throw new Error(JSON.stringify(error));
        return (result ?? {}) as Fields;
      });
      // A test that fails before it looks at this has failed already.
      done.catch(() => {});
      return done;
    },
    stop: () => void child.kill('SIGKILL'),
  };
}
