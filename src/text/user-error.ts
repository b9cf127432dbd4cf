// A failure that is shown to the user as it is: lower case, names the thing, then the way out.
// Everything else that is thrown is a bug and is logged with its stack.

import { CHAT_WORDING, spellMentions, type Wording } from './mentions.js';

export class UserError extends Error {
  override readonly name = 'UserError';
  /** Exit code of the CLI: 1 error, 2 usage or not found. */
  readonly exitCode: 1 | 2;
  /** With its mentions of commands and keys (text/mentions.ts); message has them spelled as in a chat. */
  readonly text: string;

  constructor(text: string, options: { exitCode?: 1 | 2 } = {}) {
    super(spellMentions(text, CHAT_WORDING));
    this.text = text;
    this.exitCode = options.exitCode ?? 1;
  }

  /** One that another bundle of this process made is one as well (entrance/bundle.ts). */
  static override [Symbol.hasInstance](value: unknown): boolean {
    // Of classes that extend it only their own.
    if (this !== UserError) return Object.prototype.isPrototypeOf.call(this.prototype, value as object);
    return value instanceof Error && value.name === 'UserError';
  }

  /** The message as the reader of that wording would type what it names. */
  spell(wording: Wording): string {
    return spellMentions(this.text, wording);
  }
}
