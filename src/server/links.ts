// Clients that are attached over ssh, whose connection may be lost and made again: which input of each was
// taken last, what it looked at, and what its user was in the middle of. Owns that no input is taken twice,
// and that only one connection of a client counts. Leaves the socket to connection.ts.
// Invariant: an input is taken as a whole or not at all.

import type { LinkTraits } from '../protocol/messages.js';
import { decodeInput } from '../protocol/numbered-input.js';
import type { KeptView } from './view/kept-view.js';

/** More clients than anybody has; of those that are not attached the ones used last are remembered. */
const MOST_REMEMBERED = 32;
/** Decoded within a millisecond or two. */
const SLICE_BYTES = 64 * 1024;

/** Copy modes and dialogs of a client that is gone are kept for so long: those of programs cost something. */
const KEPT_MS = 10 * 60_000;

/** What a client leaves whose connection ends. */
export interface Left {
  /** Id of the session that it looked at. */
  session: string | undefined;
  kept?: KeptView;
}

/** What a client finds that was here before: nothing on its first connection. */
export interface Returned extends Left {
  /** Inputs of its user that did not arrive. */
  lost: number;
}

export interface LinkPorts {
  /** Ends this connection: the client has another one. Its attachment is over when it returns. */
  hangUp(): void;
  input(bytes: Uint8Array): void;
  /** Whether the connection is read: not while a long input is being taken. */
  setReading(isOn: boolean): void;
}

interface Client {
  taken: number;
  left: Left;
  connection: Link | undefined;
  forgetting?: NodeJS.Timeout;
}

const NOTHING: Left = { session: undefined };

export class Links {
  readonly #clients = new Map<string, Client>();

  open(said: LinkTraits, ports: LinkPorts): Link {
    const known = this.#clients.get(said.id);
    known?.connection?.hangUp();
    const client: Client = known ?? { taken: 0, left: NOTHING, connection: undefined };
    // Used last, last.
    this.#clients.delete(said.id);
    this.#clients.set(said.id, client);
    const link = new Link(client, said, known !== undefined, ports);
    client.connection = link;
    this.#forget();
    return link;
  }

  #forget(): void {
    const left = [...this.#clients].filter(([, { connection }]) => !connection);
    for (const [id, client] of left.slice(0, Math.max(0, left.length - MOST_REMEMBERED))) {
      this.#clients.delete(id);
      release(client);
    }
  }
}

function release(client: Client): void {
  clearTimeout(client.forgetting);
  client.left.kept?.release();
  client.left = { session: client.left.session };
}

/** One connection of a client. */
export class Link {
  /** The number of the last input that was taken before this connection. */
  readonly taken: number;
  readonly returned: Returned | undefined;
  #waiting: Uint8Array[] = [];

  readonly #client: Client;
  readonly #ports: LinkPorts;

  /** isKnown: false also after the server was started again, which does not know what was taken before. */
  constructor(client: Client, { sent, unsent }: LinkTraits, isKnown: boolean, ports: LinkPorts) {
    this.#client = client;
    this.#ports = ports;
    this.taken = client.taken;
    const untaken = isKnown ? Math.max(0, sent - client.taken) : 0;
    if (isKnown || sent > 0) this.returned = { ...client.left, lost: untaken + unsent };
    clearTimeout(client.forgetting);
    client.left = NOTHING;
    // What was sent and not taken is dropped: its user has seen that it did not arrive.
    client.taken = Math.max(sent, client.taken);
  }

  hangUp(): void {
    this.#ports.hangUp();
  }

  receive(payload: Uint8Array): void {
    const input = decodeInput(payload);
    if (!input || input.number <= this.#client.taken) return;
    this.#client.taken = input.number;
    for (let from = 0; from < input.bytes.length; from += SLICE_BYTES)
      this.#waiting.push(input.bytes.subarray(from, from + SLICE_BYTES));
    this.#takeNext();
  }

  closed(left: Left = NOTHING): void {
    const client = this.#client;
    client.left = left;
    if (client.connection === this) client.connection = undefined;
    if (left.kept) client.forgetting = setTimeout(() => release(client), KEPT_MS).unref();
  }

  /** What was taken is taken as a whole, also if its connection ends. */
  takeAll(): void {
    for (const bytes of this.#waiting.splice(0)) this.#ports.input(bytes);
  }

  #takeNext(): void {
    const bytes = this.#waiting.shift();
    if (bytes) this.#ports.input(bytes);
    const isMore = this.#waiting.length > 0;
    this.#ports.setReading(!isMore);
    if (isMore) setImmediate(() => this.#takeNext());
  }
}
