// One answer on standard output while it streams: its source where something reads it, its rendering on a
// terminal. Owns both. Invariant: what was printed ends with a line feed.

import type { WriteStream } from 'node:tty';
import { CHAT_STYLE } from '../chat/chat-style.js';
import { ChatScreen } from '../chat/chat-screen.js';
import { MarkdownStream } from '../chat/markdown/markdown-stream.js';
import { detectColours } from '../client/hello.js';
import { terminalSize } from '../client/relay.js';
import { coloursFor } from '../frame/terminal-features.js';
import type { Environment } from '../paths/paths.js';
import { abilitiesOf } from '../text/terminal-family.js';
import { colourAdapter } from './plain-colours.js';

export interface AnswerPrinter {
  add(text: string): void;
  /** Nothing more comes. */
  end(): void;
}

/** write: to standard output, which stdout describes. */
export async function createAnswerPrinter(
  stdout: WriteStream,
  env: Environment,
  write: (text: string) => void,
): Promise<AnswerPrinter> {
  // A dumb terminal has no cursor to move.
  if (!stdout.isTTY || !abilitiesOf(env).ecma48) return printSource(write);
  return printRendered(stdout, env, write);
}

function printSource(write: (text: string) => void): AnswerPrinter {
  let last = '\n';
  return {
    add(text) {
      write(text);
      last = text.at(-1) ?? last;
    },
    end: () => void (last === '\n' || write('\n')),
  };
}

/** The unfinished rest below what is final, as in a chat. */
function printRendered(stdout: WriteStream, env: Environment, write: (text: string) => void): AnswerPrinter {
  const { rows, cols } = terminalSize(stdout);
  const stream = new MarkdownStream({ cols, style: CHAT_STYLE });
  const screen = new ChatScreen();
  const adapt = colourAdapter(coloursFor(env, detectColours(env)));
  const draw = (lines: readonly string[], tail: readonly string[]): void => {
    const live = [...tail.slice(-Math.floor(rows / 2)), ''];
    write(adapt(screen.update(lines, { lines: live, caret: { row: live.length - 1, col: 0 } })));
  };
  return {
    add: (text) => draw(stream.append(text), stream.tail()),
    end: () => draw(stream.end(), []),
  };
}
