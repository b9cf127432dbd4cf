// One line of commands while it runs, and the client that ran it: what was printed is a message, or an
// overlay if it has several lines. Owns that nothing which comes late opens over what its user types by
// then: keys that were typed for a pane would answer a dialog.

import type { ClientSurface, CommandOutput } from '../../commands/command.js';
import type { Dialog } from '../../dialogs/dialog-view.js';
import { createTextView } from '../../dialogs/text-view.js';
import { keyWord } from '../../text/mentions.js';
import { sanitiseLine } from '../../text/sanitise.js';
import { UserError } from '../../text/user-error.js';

/** Keys that are typed sooner after a line are meant for what it opens. */
const LATE_AFTER_MS = 300;
/** Of the line, where it is named. */
const NAMED_CHARACTERS = 30;

export interface LineClient extends ClientSurface {
  /** How many keys and pastes its user typed. */
  readonly inputs: number;
  showMessage(text: string, level: 'done' | 'info' | 'error' | 'kept'): void;
}

export class RunningLine {
  readonly #client: LineClient;
  readonly #line: string;
  readonly #nowMs: () => number;
  readonly #begunAt: number;
  readonly #inputsBefore: number;

  /** To be made when the line begins. */
  constructor(client: LineClient, line: string, nowMs = (): number => performance.now()) {
    this.#client = client;
    this.#line = line;
    this.#nowMs = nowMs;
    this.#begunAt = nowMs();
    this.#inputsBefore = client.inputs;
  }

  /** For its commands. Its open throws a UserError if it comes too late. */
  get surface(): ClientSurface {
    const open = (dialog: Dialog): void => {
      if (this.#hasTypedOn)
        throw new UserError(`${this.#name}: nothing opens over what you typed meanwhile; run it again`);
      this.#client.open(dialog);
    };
    return new Proxy(this.#client, {
      get: (client, name) => {
        if (name === 'open') return open;
        const value: unknown = Reflect.get(client, name, client);
        return typeof value === 'function' ? (value.bind(client) as unknown) : value;
      },
    });
  }

  show(outputs: readonly CommandOutput[]): void {
    const said = outputs.filter(({ text }) => text !== '');
    const lines = said.flatMap(({ text }) => text.split('\n'));
    const [first = ''] = lines;
    const level = said[0]?.level ?? 'info';
    if (lines.length === 0) return;
    if (lines.length === 1) return this.#client.showMessage(first, level);
    const top = said.at(-1)?.isNewestLast ? Number.POSITIVE_INFINITY : 0;
    if (!this.#hasTypedOn) return this.#client.open(createTextView({ title: this.#line, lines }, top));
    this.#client.showMessage(lines.join('\n'), 'kept');
    const what = `${this.#name}: ${lines.length} lines; ${keyWord('messages')} shows them`;
    this.#client.showMessage(what, level);
  }

  get #hasTypedOn(): boolean {
    return this.#client.inputs !== this.#inputsBefore && this.#nowMs() - this.#begunAt > LATE_AFTER_MS;
  }

  get #name(): string {
    return sanitiseLine(this.#line, NAMED_CHARACTERS).trim();
  }
}
