// The colours of a chat's screen. A chat always writes truecolor; each client's frame reduces it to what it
// can show.

import { Chalk } from 'chalk';

export type Paint = (text: string) => string;

// An instance of our own: the default one has no colours in a server whose standard output is a file.
const chalk = new Chalk({ level: 3 });

const ACCENT = '#7aa2f7';

export const CHAT_STYLE = {
  question: chalk.bold,
  prompt: chalk.hex(ACCENT).bold,
  dim: chalk.dim,
  error: chalk.hex('#f7768e'),
  done: chalk.hex('#9ece6a'),
  mark: chalk.hex('#e0af68'),
  heading: chalk.hex(ACCENT).bold,
  strong: chalk.bold,
  emphasis: chalk.italic,
  deleted: chalk.strikethrough,
  code: chalk.hex('#9ece6a'),
  link: chalk.underline,
  selected: chalk.inverse,
} as const satisfies Record<string, Paint>;

export type ChatStyle = typeof CHAT_STYLE;
