// A coding agent in a process of its own, on standard input and output. `mark`: the first update of its answer is
// the time at which it was sent. Any other prompt: 90 updates a second, an answer of 50 KB of Markdown, with a tool
// call now and then.

import { createInterface } from 'node:readline';

import { markdownAnswer } from './markdown-answer.mjs';

const UPDATES_A_SECOND = 90;
/** As agents do: a call, its end, then text again. */
const UPDATES_BETWEEN_CALLS = 100;

const write = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
const update = (sessionId, value) =>
  write({ method: 'session/update', params: { sessionId, update: value } });
const say = (sessionId, text) =>
  update(sessionId, { sessionUpdate: 'agent_message_chunk', content: { type: 'text', text } });

let calls = 0;
function runTool(sessionId) {
  const toolCallId = `call-${++calls}`;
  update(sessionId, {
    sessionUpdate: 'tool_call',
    toolCallId,
    title: 'make',
    kind: 'execute',
    status: 'in_progress',
    rawInput: { command: 'make' },
  });
  update(sessionId, {
    sessionUpdate: 'tool_call_update',
    toolCallId,
    status: 'completed',
    content: [{ type: 'content', content: { type: 'text', text: 'nothing to be done' } }],
  });
}

function streamAnswer(sessionId, done) {
  const pieces = markdownAnswer();
  const beganAt = performance.now();
  let sent = 0;
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - beganAt) / 1000) * UPDATES_A_SECOND);
    while (sent < due && sent < pieces.length) {
      say(sessionId, pieces[sent++]);
      if (sent % UPDATES_BETWEEN_CALLS === 0) runTool(sessionId);
    }
    if (sent < pieces.length) return;
    clearInterval(timer);
    done();
  }, 11);
}

const methods = {
  initialize: (id) =>
    write({
      id,
      result: { protocolVersion: 1, agentCapabilities: {}, agentInfo: { name: 'bench', version: '1' } },
    }),
  'session/new': (id) => write({ id, result: { sessionId: 'bench' } }),
  'session/prompt': (id, { sessionId, prompt }) => {
    const done = () => write({ id, result: { stopReason: 'end_turn' } });
    if (!prompt.at(-1).text.includes('mark')) return streamAnswer(sessionId, done);
    say(sessionId, `sent at ${(performance.timeOrigin + performance.now()).toFixed(2)}; `);
    done();
  },
};

createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method, params } = JSON.parse(line);
  if (methods[method]) methods[method](id, params);
  else if (id !== undefined && method !== undefined)
    write({ id, error: { code: -32601, message: 'Method not found' } });
});
