// What `doctor` finds out, as `doctor --json` prints it: about this machine and environment, the terminal and
// the server. Owns the shape. Collected by doctor/checks.ts and by the server, described by doctor/report.ts.

export interface DoctorFacts {
  versions: { qmux: string; node: string; platform: string };
  paths: readonly PathFacts[];
  config: { file: string; problems: readonly string[] };
  model: ModelFacts;
  /** Command-line agents on PATH. */
  agents: readonly string[];
  /** null: not asked from a shell on a terminal of its own. */
  terminal: TerminalFacts | null;
  server: ServerState;
}

export interface PathFacts {
  what: string;
  path: string;
  /** `700`; null: it does not exist yet. */
  mode: string | null;
  /** Lower case; null: good. */
  problem: string | null;
  /** Differs from what a user expects but is not a problem; lower case. */
  note?: string;
}

/**
 * name: the model that chats would use now; from: where it is set, in a user's words; proxy: what it is
 * reached through, with the variable that names it, absent without one.
 */
export type ModelFacts =
  | { name: string; from: string; proxy?: { address: string; variable: string }; problem: null }
  | { name: null; from: null; problem: string };

export interface TerminalFacts {
  /** Standard input and output are a terminal. */
  attached: boolean;
  term: string;
  rows: number;
  cols: number;
  colours: string;
  unicode: boolean;
  /** What may get in qmux's way: another multiplexer around it, keys that the terminal keeps for itself. */
  notes: readonly string[];
}

export type ServerState =
  | { type: 'none' }
  /**
   * It is there but cannot be used: another version, an unreadable token, no reply. pid: of the process that
   * listens on its socket, else of the one that holds its lock; null: not known.
   */
  | { type: 'unreachable'; problem: string; pid: number | null }
  | ({ type: 'running' } & ServerFacts);

export interface ServerFacts {
  name: string;
  version: string;
  pid: number;
  uptimeMs: number;
  residentBytes: number;
  heapUsedBytes: number;
  terminals: number;
  /** null: the system does not say. */
  descriptors: number | null;
  sessions: readonly InspectedSession[];
  archived: number;
  /** Sentences, lower case: what should be gone and is not. */
  leaks: readonly string[];
  /** Sentences, lower case: files that were found damaged, what could not be saved, what is not watched. */
  disk: readonly string[];
}

export interface InspectedSession {
  number: number;
  id: string;
  name: string;
  kind: 'chat' | 'program';
  state: string;
  screenBytes: number;
  transcriptBytes: number;
  /** Of its conversation, written by a later qmux: they are kept, but not shown. */
  unknownRecords: number;
  processBytes: number;
  pids: readonly number[];
  /** That answers a chat and runs; its memory is in processBytes. null: none does. */
  agent: { name: string; version: string | null; pid: number } | null;
}
