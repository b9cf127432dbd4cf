// One path to the ssh agent of the client used last (config: ssh_agent = "follow"): a link in the socket's
// directory, which programs get as SSH_AUTH_SOCK, so that a pane from an earlier login reaches the agent of
// today's. Owns the link.
// Invariant: the link is replaced in one step and never points to itself; one that cannot be made is
// reported, not fatal.

import { rename, rm, symlink } from 'node:fs/promises';

export class AgentLink {
  #wanted: string | undefined;
  #linked: string | undefined;
  #changing: Promise<void> | undefined;
  /** Of the client used last. */
  #socket: string | undefined;

  readonly #isOn: () => boolean;
  readonly #onProblem: (error: unknown) => void;

  constructor(
    /** Of the link. */
    readonly path: string,
    onProblem: (error: unknown) => void,
    /** The option, at the moment: programs that have the link keep it when it is off. */
    isOn: () => boolean = () => true,
  ) {
    this.#onProblem = onProblem;
    this.#isOn = isOn;
  }

  /** What programs that start now are given in place of their own; undefined: nothing. */
  get given(): string | undefined {
    return this.#isOn() ? this.path : undefined;
  }

  configChanged(): void {
    this.follow(this.#socket);
  }

  /** socket: SSH_AUTH_SOCK of a client. A client without an agent leaves the link as it is. */
  follow(socket: string | undefined): void {
    this.#socket = socket;
    // Once made it goes on being right, for the programs that have it.
    if (!this.#isOn() && this.#linked === undefined) return;
    if (!socket?.startsWith('/') || socket === this.path) return;
    this.#wanted = socket;
    this.#changing ??= this.#change()
      .catch(this.#onProblem)
      .finally(() => (this.#changing = undefined));
  }

  /** Resolves once the link is what was last requested. */
  async settled(): Promise<void> {
    await this.#changing;
  }

  async remove(): Promise<void> {
    await this.settled();
    await rm(this.path, { force: true }).catch(this.#onProblem);
  }

  async #change(): Promise<void> {
    while (this.#wanted !== undefined && this.#wanted !== this.#linked) {
      const target = this.#wanted;
      const made = `${this.path}.new`;
      await rm(made, { force: true });
      await symlink(target, made);
      await rename(made, this.path);
      this.#linked = target;
    }
  }
}
