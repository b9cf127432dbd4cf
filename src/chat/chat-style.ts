// How the parts of a chat's screen are painted. A chat names roles, as indexes of the 256 colours; the frame
// of each client that shows it, or the terminal of `qmux chat`, makes colours of them. Owns which part has
// which role. Leaves what roles look like to look/.

import { Chalk } from 'chalk';
import { roleIndex, type RoleName } from '../look/roles.js';
import type { SyntaxRole } from './markdown/syntax-role.js';

export type Paint = (text: string) => string;

// An instance of our own: the default one has no colours in a server whose standard output is a file.
const chalk = new Chalk({ level: 3 });

const role = (name: RoleName): Paint => chalk.ansi256(roleIndex(name));

/** A role's text and background. */
const area = (name: RoleName): Paint => chalk.ansi256(roleIndex(name)).bgAnsi256(roleIndex(name));

const SYNTAX: Readonly<Record<SyntaxRole, Paint>> = {
  syntax_keyword: role('syntax_keyword'),
  syntax_string: role('syntax_string'),
  syntax_number: role('syntax_number'),
  syntax_comment: role('syntax_comment'),
  syntax_name: role('syntax_name'),
  syntax_added: role('syntax_added'),
  syntax_removed: role('syntax_removed'),
};

export const CHAT_STYLE = {
  question: role('question'),
  prompt: role('accent'),
  dim: role('dim'),
  error: role('failed'),
  done: role('done'),
  mark: role('waiting'),
  heading: role('strong'),
  strong: chalk.bold,
  emphasis: chalk.italic,
  deleted: chalk.strikethrough,
  code: role('code'),
  link: chalk.underline,
  /** A block of code; what has a syntax role in it is painted as well. */
  codeBlock: area('code_block'),
  syntax: SYNTAX,
  diff: {
    added: area('diff_added'),
    addedWord: area('diff_added_word'),
    removed: area('diff_removed'),
    removedWord: area('diff_removed_word'),
  },
  working: role('working'),
  /** The rule above the prompt: in a pane it takes the accent with the focus, in a shell it has it. */
  paneRule: role('prompt_line'),
  shellRule: role('focused_line'),
  selected: area('selection'),
} as const satisfies Record<string, Paint | Readonly<Record<string, Paint>>>;

/** Of the rule and the sign of a prompt. */
export const ruleOf = ({ ownsTerminal }: { ownsTerminal: boolean }): Paint =>
  ownsTerminal ? CHAT_STYLE.paneRule : CHAT_STYLE.shellRule;

export type ChatStyle = typeof CHAT_STYLE;
