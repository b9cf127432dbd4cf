// How the parts of a chat's screen are painted. A chat names roles, as indexes of the 256 colours; the frame
// of each client that shows it, or the terminal of `qmux chat`, makes colours of them. Owns which part has
// which role. Leaves what roles look like to look/.

import { Chalk } from 'chalk';
import { roleIndex, type RoleName } from '../look/roles.js';

export type Paint = (text: string) => string;

// An instance of our own: the default one has no colours in a server whose standard output is a file.
const chalk = new Chalk({ level: 3 });

const role = (name: RoleName): Paint => chalk.ansi256(roleIndex(name));

/** A role's text and background. */
const area = (name: RoleName): Paint => chalk.ansi256(roleIndex(name)).bgAnsi256(roleIndex(name));

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
  working: role('working'),
  /** The rule above the prompt: in a pane it takes the accent with the focus, in a shell it has it. */
  paneRule: role('prompt_line'),
  shellRule: role('focused_line'),
  selected: area('selection'),
} as const satisfies Record<string, Paint>;

export type ChatStyle = typeof CHAT_STYLE;
