// The colours of a chat's screen. A chat always writes truecolor; each client's frame reduces it to what it
// can show.

import { Chalk } from 'chalk';
import type { SyntaxRole } from './markdown/syntax-role.js';

export type Paint = (text: string) => string;

// An instance of our own: the default one has no colours in a server whose standard output is a file.
const chalk = new Chalk({ level: 3 });

const ACCENT = '#7aa2f7';

const SYNTAX: Readonly<Record<SyntaxRole, Paint>> = {
  syntax_keyword: chalk.hex('#bb9af7'),
  syntax_string: chalk.hex('#9ece6a'),
  syntax_number: chalk.hex('#ff9e64'),
  syntax_comment: chalk.hex('#808bb3').italic,
  syntax_name: chalk.hex('#7dcfff'),
  syntax_added: chalk.hex('#9ece6a'),
  syntax_removed: chalk.hex('#f7768e'),
};

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
  /** Of highlighted code; what has no role is not painted. */
  syntax: SYNTAX,
} as const satisfies Record<string, Paint | Readonly<Record<string, Paint>>>;

export type ChatStyle = typeof CHAT_STYLE;
