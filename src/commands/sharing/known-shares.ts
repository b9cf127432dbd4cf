// The shared sessions, as the verbs see them. Owns only shapes: sockets are the server's.

import type { AnySession } from '../../session/any-session.js';

export interface SharedSession {
  /** Its id. */
  session: string;
  name: string;
  /** Of its socket. */
  path: string;
  /** When it ends, in ms. */
  until: number;
  /** Only its users may connect; null: all users of this machine. */
  group: string | null;
  viewers: number;
}

export interface KnownShares {
  readonly all: readonly SharedSession[];
  /** token: said this once. Rejects with a UserError: nothing is shared that was not. */
  begin(
    session: AnySession,
    wishes: { minutes: number; group: string | undefined },
  ): Promise<SharedSession & { token: string }>;
  /** Its viewers are told. False: it is not shared. */
  end(session: AnySession): boolean;
}
