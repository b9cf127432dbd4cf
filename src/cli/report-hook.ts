// `qmux report --hook`, run by an agent's hook, with JSON on standard input or as the last word. Owns that it
// never disturbs the agent: no output, exit code 0, an end within seconds, whatever is wrong. Leaves what an
// event means to commands/hooks/agent-hook.ts. A hook's exit code 2 would stop the agent, and what it prints
// would become part of the prompt.

import { request } from '../client/request.js';
import { REPORT_STATES } from '../commands/hooks/hook-report.js';
import { readHook } from '../commands/hooks/agent-hook.js';
import { toPaneServer, type Call } from './call.js';

/** Agents wait for their hooks. */
const TIMEOUT_MS = 2_000;
/** An event contains a tool's result at most; if it is longer, the beginning is not valid JSON. */
const MAX_INPUT_CHARACTERS = 4 * 1024 * 1024;
/** The server shows less of it. */
const MAX_TEXT_CHARACTERS = 1_000;

/** words: after the verb, without the flag. Resolves with 0, always. */
export async function reportHook(call: Call, words: readonly string[]): Promise<number> {
  // The same hook also runs outside qmux; then there is nobody to tell.
  if (call.env['QMUX_SESSION'] === undefined || call.env['QMUX'] === undefined) return 0;
  const timeout = new Promise<void>((resolve) => setTimeout(resolve, TIMEOUT_MS).unref());
  await Promise.race([tellServer(call, words).catch(() => undefined), timeout]);
  return 0;
}

async function tellServer(call: Call, words: readonly string[]): Promise<void> {
  const [first = '', ...rest] = words;
  const isState = (REPORT_STATES as readonly string[]).includes(first);
  const hook = isState
    ? { state: first, text: rest.join(' '), conversation: undefined }
    : readHook(first.startsWith('{') ? first : await readInput());
  if (!hook) return;
  const text = hook.text === '' ? [] : ['--', hook.text.slice(0, MAX_TEXT_CHARACTERS)];
  const { conversation } = hook;
  const flags = conversation === undefined ? [] : ['--conversation', conversation];
  const report = ['report', hook.state, ...flags, ...text];
  await request({ ...toPaneServer(call), words: report, json: false, start: false, onSilence: () => {} });
}

async function readInput(): Promise<string> {
  const { stdin } = process;
  if (stdin.isTTY) return '';
  let text = '';
  stdin.setEncoding('utf8');
  for await (const chunk of stdin) {
    text += chunk as string;
    if (text.length > MAX_INPUT_CHARACTERS) break;
  }
  return text;
}
