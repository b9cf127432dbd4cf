// A process that holds one terminal, reads what its program prints and stamps what it waits for: nothing else
// runs in it, so that the times are not those of a benchmark's busy event loop. Run by stamped-terminal.mjs.
// Argument: JSON with command, args, env, cwd, rows, cols and answers (pairs of what may be asked of the
// terminal and what it replies).

import nodePty from 'node-pty';

/** More than any text that is waited for; a flood costs no more to search than a frame. */
const KEPT_CHARACTERS = 16 * 1024;

const { command, args, answers, ...options } = JSON.parse(process.argv[2]);

let text = '';
/** {text, settle} */
let waiting;

const startedAt = performance.now();
const pty = nodePty.spawn(command, args, { name: 'xterm-256color', ...options });

pty.onData((data) => {
  const now = performance.now();
  text = (text + data).slice(-KEPT_CHARACTERS);
  if (waiting && text.includes(waiting.text)) waiting.settle(now);
  for (const [question, answer] of answers) if (data.includes(question)) pty.write(answer);
});
pty.onExit(() => process.send({ type: 'exit', ms: performance.now() - startedAt }));

/** Resolves with the time of its arrival, undefined when it does not come. */
function waitFor(wanted, timeoutMs) {
  return new Promise((resolve) => {
    const settle = (at) => {
      clearTimeout(timer);
      waiting = undefined;
      resolve(at);
    };
    const timer = setTimeout(settle, timeoutMs);
    waiting = { text: wanted, settle };
    if (text.includes(wanted)) settle(performance.now());
  });
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Types one key at a time and waits for it in the output. */
async function echo({ count, alphabet, timeoutMs }) {
  const samples = [];
  for (let at = 0; at < count; at++) {
    const key = alphabet[at % alphabet.length];
    // Not in step with anybody's frame clock.
    await pause(5 + (at % 7));
    text = '';
    const seen = waitFor(key, timeoutMs);
    const typedAt = performance.now();
    pty.write(key);
    const seenAt = await seen;
    if (seenAt === undefined) return { failed: `no ${key} within ${timeoutMs} ms` };
    samples.push(seenAt - typedAt);
  }
  return { samples };
}

async function answer(request) {
  switch (request.type) {
    case 'wait': {
      const at = await waitFor(request.text, request.timeoutMs);
      if (at !== undefined) return { ms: at - startedAt };
      return { failed: `no ${JSON.stringify(request.text)}, but ${JSON.stringify(text.slice(-300))}` };
    }
    case 'echo':
      return echo(request);
    case 'type':
      pty.write(request.text);
      return {};
    case 'kill':
      pty.kill('SIGKILL');
      return {};
    default:
      return { failed: `${request.type} is not known` };
  }
}

process.on('message', async (request) => process.send({ type: 'answer', ...(await answer(request)) }));
process.on('disconnect', () => process.exit());
