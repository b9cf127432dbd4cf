// What one client's status line shows besides the workspace: the time where it is, the branch of the
// directory it looks at. Owns these two. Leaves what all clients share to status-sources.ts.

import type { StatusLayout } from '../../config/status-template.js';
import type { Undo } from '../../text/undo.js';
import type { StatusSource } from '../view/client-ports.js';
import { BranchWatch } from './branch-watch.js';
import type { StatusSources } from './status-sources.js';

export class ClientStatus implements StatusSource {
  readonly #branch: BranchWatch;
  readonly #zone: string | undefined;
  readonly #detach: Undo;
  #clock: Intl.DateTimeFormat | undefined;

  readonly #sources: StatusSources;

  /** From now on it is shown. env: of the client. onChange: its branch is another. */
  constructor(sources: StatusSources, env: Readonly<Record<string, string>>, onChange: () => void) {
    this.#sources = sources;
    this.#branch = new BranchWatch(onChange);
    this.#zone = env['TZ'];
    this.#detach = sources.attach();
  }

  get layout(): StatusLayout {
    return this.#sources.layout;
  }

  get followsDirectory(): boolean {
    return this.layout.names.has('branch');
  }

  follow(directory: string | undefined): boolean {
    return this.#branch.follow(directory);
  }

  text(value: string): string {
    if (value === 'branch') return this.#branch.branch;
    if (value === 'clock') return this.#time;
    return this.#sources.text(value);
  }

  /** The first of a server takes 10 ms to make: only where a template names it. */
  get #time(): string {
    return (this.#clock ??= clockOf(this.#zone)).format(this.#sources.now);
  }

  stop(): void {
    this.#branch.stop();
    this.#detach();
  }
}

/** HH:MM. The server's zone if this one is unknown: TZ may also hold a rule or a file's name. */
function clockOf(timeZone: string | undefined): Intl.DateTimeFormat {
  const options = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  try {
    return new Intl.DateTimeFormat('en-GB', timeZone ? { ...options, timeZone } : options);
  } catch {
    return new Intl.DateTimeFormat('en-GB', options);
  }
}
