// One answer on standard output while it streams: its source where something reads it, its rendering on a
// terminal, or its events. Owns these. Invariant: what was printed ends with a line feed.

import type { WriteStream } from 'node:tty';
import { CHAT_STYLE } from '../../chat/chat-style.js';
import { ChatScreen } from '../../chat/screen/chat-screen.js';
import { MarkdownStream } from '../../chat/markdown/markdown-stream.js';
import { detectColours } from '../../client/hello.js';
import { terminalSize } from '../../client/relay.js';
import type { ThemeOptions } from '../../look/theme-choice.js';
import type { Environment } from '../../paths/paths.js';
import { abilitiesOf } from '../../text/terminal-family.js';
import { spellEvent, TurnEvents } from '../../chat/turn-events.js';
import type { TranscriptRecord } from '../../chat/transcript-record.js';
import { textOf } from './unseen-chat.js';
import { colourAdapter } from './plain-colours.js';

export interface AnswerPrinter {
  add(records: readonly TranscriptRecord[]): void;
  /** Something else is printed below what there is. */
  breakOff(): void;
  /** Nothing more comes. */
  end(): void;
}

export interface AnswerOutput {
  stdout: WriteStream;
  env: Environment;
  theme: ThemeOptions;
}

/** write: to standard output, which stdout describes. */
export async function createAnswerPrinter(
  output: AnswerOutput,
  write: (text: string) => void,
): Promise<AnswerPrinter> {
  // A dumb terminal has no cursor to move.
  if (!output.stdout.isTTY || !abilitiesOf(output.env).ecma48) return printSource(write);
  return printRendered(output, write);
}

/** A JSON object a line. turn: its id, known when something of it arrives. */
export function printEvents(turn: () => string, write: (text: string) => void): AnswerPrinter {
  let events: TurnEvents | undefined;
  return {
    add(records) {
      for (const record of records) {
        // Its question is on record before its id is known.
        if (record.type === 'question') continue;
        events ??= new TurnEvents(turn());
        const event = events.of(record);
        if (event) write(`${spellEvent(event)}\n`);
      }
    },
    breakOff: () => {},
    end: () => {},
  };
}

function printSource(write: (text: string) => void): AnswerPrinter {
  let last = '\n';
  return {
    add(records) {
      const text = textOf(records);
      write(text);
      last = text.at(-1) ?? last;
    },
    breakOff: () => {},
    end: () => void (last === '\n' || write('\n')),
  };
}

/** The unfinished rest below what is final, as in a chat. */
function printRendered({ stdout, env, theme }: AnswerOutput, write: (text: string) => void): AnswerPrinter {
  const { rows, cols } = terminalSize(stdout);
  let stream = new MarkdownStream({ cols, style: CHAT_STYLE });
  let screen = new ChatScreen();
  let isBegun = false;
  // Its background is not asked for: a reply could be read by whatever runs next.
  const adapt = colourAdapter({ env, wanted: detectColours(env), theme, background: 'unknown' });
  const draw = (lines: readonly string[], tail: readonly string[]): void => {
    const live = [...tail.slice(-Math.floor(rows / 2)), ''];
    write(adapt(screen.update(lines, { lines: live, fixed: 1, caret: { row: live.length - 1, col: 0 } })));
  };
  return {
    add(records) {
      const text = textOf(records);
      if (text === '') return;
      isBegun = true;
      draw(stream.append(text), stream.tail());
    },
    breakOff() {
      if (!isBegun) return;
      draw(stream.end(), []);
      stream = new MarkdownStream({ cols, style: CHAT_STYLE });
      screen = new ChatScreen();
      isBegun = false;
    },
    end: () => draw(stream.end(), []),
  };
}
