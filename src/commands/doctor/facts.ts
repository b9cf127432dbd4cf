// What `doctor` finds out, as `doctor --json` prints it: of this machine and environment, of the terminal, of the server.
// Owns the shape. Gathered by doctor/checks.ts and by the server, described by doctor/report.ts.

export interface DoctorFacts {
  versions: { qmux: string; node: string; platform: string };
  paths: readonly PathFacts[];
  config: { file: string; problems: readonly string[] };
  model: ModelFacts;
  /** Command-line agents on PATH. */
  agents: readonly string[];
  /** null: the asker is no shell on a terminal of its own. */
  terminal: TerminalFacts | null;
  server: ServerState;
}

export interface PathFacts {
  what: string;
  path: string;
  /** `700`; null: there is none yet. */
  mode: string | null;
  /** Lower case; null: good. */
  problem: string | null;
  /** What is different from what a user expects, and no problem; lower case. */
  note?: string;
}

/**
 * name: as chats would use it now; from: the place that says so, in a user's words; proxy: what it is asked through, with
 * the variable that names it, absent without one.
 */
export type ModelFacts =
  | { name: string; from: string; proxy?: { address: string; variable: string }; problem: null }
  | { name: null; from: null; problem: string };

export interface TerminalFacts {
  /** Standard input and output are one. */
  attached: boolean;
  term: string;
  rows: number;
  cols: number;
  colours: string;
  unicode: boolean;
  /** What may stand in qmux's way: another multiplexer around it, keys that the terminal keeps for itself. */
  notes: readonly string[];
}

export type ServerState =
  | { type: 'none' }
  /**
   * It is there and cannot be used: another version, a token that cannot be read, no answer. pid: of the process that
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
  /** null: the system does not tell. */
  descriptors: number | null;
  sessions: readonly InspectedSession[];
  archived: number;
  /** Sentences, lower case: what should have gone and has not. */
  leaks: readonly string[];
  /** Sentences, lower case: files that were found damaged, and what could not be saved. */
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
  processBytes: number;
  pids: readonly number[];
}
