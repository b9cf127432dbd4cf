// The verbs by which other programs drive sessions: send, capture, export. Their formats are stable. Leaves
// what send does to send-command.ts and export to output/.

import type { Command } from './command.js';
import { command, getSession, parseCount, say } from './define.js';
import { EXPORT } from './output/export-command.js';
import { send } from './send-command.js';

export const TALK_COMMANDS: readonly Command[] = [
  command({
    name: 'send',
    summary: 'queue a question in a chat, or type text and Enter into a program',
    positionals: [
      { name: 'X', kind: 'session' },
      { name: 'TEXT', kind: 'text', rest: true },
    ],
    flags: [
      { name: 'attach', value: 'FILE', kind: 'file', summary: 'send this file along with the question' },
      { name: 'wait', summary: 'return at the end of the turn and print the answer' },
      { name: 'timeout', value: 'S', summary: 'with --wait: give up after S seconds' },
      { name: 'answer', summary: "the text answers a program's open question (refused otherwise)" },
      { name: 'stream', summary: 'with --wait: print events as they come, a JSON object a line' },
      { name: 'json', summary: 'print answer, model and finish as an object' },
    ],
    run: send,
  }),
  command({
    name: 'capture',
    aliases: ['capture-pane'],
    summary: "print a session's screen",
    positionals: [{ name: 'X', kind: 'session', optional: true }],
    flags: [
      { name: 'ansi', short: 'e', summary: 'with colours' },
      { name: 'lines', value: 'N', summary: 'the last N lines, scrollback included' },
    ],
    async run(context, input) {
      const session = getSession(context, input.word('X'));
      const lines = input.has('lines') ? parseCount(input.value('lines'), '--lines', 0) : undefined;
      await session.whenParsed();
      return say(await session.capture({ lines, ansi: input.has('ansi') }));
    },
  }),
  EXPORT,
];
