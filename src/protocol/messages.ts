// The messages between client and server, and their types on the wire. Owns the protocol's version. Leaves
// framing to framing.ts and reading to parse-message.ts. Frozen for all versions: 'hello', 'welcome',
// 'refused', and the requests `kill-server` and `ls`, so that any client can recognise a server of another
// version and end it.

/** Raised when a message changes its meaning; the frozen messages above never do. */
export const PROTOCOL_VERSION = 1;

/** What the client's terminal is and can do, from its environment. */
export interface TerminalTraits {
  rows: number;
  cols: number;
  /** Highest colour depth to send. */
  colours: 'none' | '16' | '256' | 'truecolor';
}

/**
 * What a client says of its connection over ssh, which may be lost and made again. Optional: the frozen hello
 * stays what it is without it.
 */
export interface LinkTraits {
  /** The client's own, the same in all its connections. */
  id: string;
  /** The number of the last input that it sent. 0: this is its first connection. */
  sent: number;
  /** How often keys were pressed while there was no connection; they are dropped. */
  unsent: number;
}

export type ClientMessage =
  | {
      type: 'hello';
      protocol: number;
      version: string;
      /** From the 0600 token file beside the socket: proves that the peer may read the owner's files. */
      token: string;
      /** attach: this connection is a terminal; control: it sends one request and reads one response. */
      role: 'attach' | 'control';
      pid: number;
      cwd: string;
      /** The caller's whole environment; kept in memory only. */
      env: Record<string, string>;
      terminal?: TerminalTraits;
      readOnly?: boolean;
      /** attach: the session to show. */
      target?: string;
      /** attach: input comes in numbered frames, and pings are answered. */
      link?: LinkTraits;
    }
  | { type: 'resize'; rows: number; cols: number }
  /** The byte that the terminal's Backspace sends; present only if it is not DEL. */
  | { type: 'erase'; byte: number }
  /** Is the connection alive? */
  | { type: 'ping' }
  | {
      type: 'request';
      id: number;
      words: string[];
      stdin?: string;
      json: boolean;
      /** Present: the words are a shell's as typed and not parsed yet; json decides for them. */
      typed?: TypedLine;
      /**
       * The caller goes on talking by 'line' until either hangs up; a response says that it cannot. A server
       * that does not know this takes the words for an ordinary request.
       */
      follows?: true;
    }
  | LineMessage
  /** What 'environment-wanted' asks for. */
  | { type: 'environment'; env: Record<string, string> };

/**
 * What the server needs to know about the caller of a line that it parses. Only peers of one version parse
 * alike.
 */
export interface TypedLine {
  /** A session that is created or reopened is shown in the caller's terminal at once. */
  canAttach: boolean;
  /** Of the terminal that its standard output is; absent: it is none. */
  cols?: number;
}

/** Where a client goes from here: to the server of another machine. */
export interface OtherPlace {
  host: string;
  /** What runs qmux there. */
  command: string;
  /** The session to show. */
  target?: string;
  readOnly?: true;
}

/** Nothing was done yet: on a terminal the question is asked, and the words are the request after a yes. */
export interface Confirmation {
  question: string;
  words: string[];
  /** Asked for in place of a yes, one after the other; each is added to the words as NAME=VALUE. */
  values?: WantedValue[];
}

export interface WantedValue {
  name: string;
  /** Comes before the cursor. */
  question: string;
  /** What no answer means; absent: there must be one. */
  preset?: string;
}

/** After a request that follows: one line to the other side, whose meaning is that of the request's words. */
export interface LineMessage {
  type: 'line';
  text: string;
}

export type ServerMessage =
  | LineMessage
  | {
      type: 'welcome';
      protocol: number;
      version: string;
      pid: number;
      /** Present if the hello has a link. taken: the number of the last input taken. */
      link?: { taken: number };
    }
  | { type: 'pong' }
  | { type: 'refused'; message: string; exitCode: number }
  /**
   * What the typed line starts runs in the caller's environment, which its hello does not contain; nothing
   * was done yet.
   */
  | { type: 'environment-wanted' }
  /** A part of a request's standard output: it is there before the end, or too long for one frame. */
  | { type: 'output'; id: number; stdout: string }
  /** What a request does at the moment. A client that does not know this shows nothing. */
  | { type: 'progress'; id: number; text: string }
  /** The response to a request: what goes to standard output and error, and the exit code. */
  | {
      type: 'response';
      id: number;
      stdout: string;
      stderr: string;
      exitCode: number;
      attach?: string;
      confirm?: Confirmation;
      /** A typed line asks for help on this command. */
      help?: string;
    }
  /** The server ends this attachment; message is printed after the tty was restored. */
  | {
      type: 'bye';
      reason: 'detached' | 'quit' | 'hangup';
      message: string;
      /** What the client does next; one that does not know this ends. */
      next?: OtherPlace;
    };

/** Frame kinds: JSON messages, or raw terminal bytes (client: keyboard, server: screen). */
export const FRAME_JSON = 1;
export const FRAME_BYTES = 2;
/** Of a client with a link: the number of the input (4 bytes, big-endian), then its bytes. */
export const FRAME_INPUT = 3;

/**
 * Largest frame accepted; more is a broken or hostile peer. A paste comes from the tty in pieces of at most
 * 64 KiB, a frame each.
 */
export const MAX_FRAME_BYTES = 16 * 1024 * 1024;
