// `qmux acp X`: the session X for an editor, on standard input and output. Owns which session it is and how
// the call ends. Leaves the Agent Client Protocol to acp-agent.ts and the server's end to session/editors/.

import { connectOrStart } from '../../client/connect.js';
import { follow } from '../../client/follow.js';
import { encodeLine, readLineToEditor, type LineToEditor } from '../../chat/editors/editor-lines.js';
import { UserError } from '../../text/user-error.js';
import type { Call } from '../call.js';
import { printText } from '../standard-output.js';
import type { EditorAgent } from './acp-agent.js';

/** Resolves with the exit code. */
export async function runAcp(call: Call, words: readonly string[]): Promise<number> {
  if (words[0] === '--help' || words[0] === '-h') {
    const { helpText } = await import('../yargs-program.js');
    return printText(await helpText(call, 'acp'));
  }
  const [session, ...more] = words;
  if (session === undefined || more.length > 0)
    throw new UserError('acp takes one session: qmux acp X', { exitCode: 2 });
  const connection = await connectOrStart(call.paths, call);
  let agent: EditorAgent | undefined;
  let ready = (_line: Extract<LineToEditor, { type: 'ready' }>): void => {};
  const begun = new Promise<Extract<LineToEditor, { type: 'ready' }>>((resolve) => (ready = resolve));
  let reason = `server ${call.serverName} has ended`;
  const followed = follow(connection, {
    words: ['acp', session],
    cwd: call.cwd,
    env: call.env,
    onLine(text) {
      const line = readLineToEditor(text);
      if (line?.type === 'ready') ready(line);
      else if (line?.type === 'closed') ({ reason } = line);
      else if (line) agent?.heard(line);
    },
  });
  const first = await Promise.race([begun, followed.over]);
  if (!first) throw new UserError(reason);
  const { serveEditor } = await import('./acp-agent.js');
  agent = await serveEditor(first, {
    input: process.stdin,
    output: process.stdout,
    tell: (line) => followed.tell(encodeLine(line)),
    pause: () => followed.pause(),
    resume: () => followed.resume(),
  });
  const hasLeft = await Promise.race([agent.closed.then(() => true), followed.over.then(() => false)]);
  if (!hasLeft) await agent.end(reason);
  followed.hangUp();
  if (!hasLeft) throw new UserError(reason);
  return 0;
}
