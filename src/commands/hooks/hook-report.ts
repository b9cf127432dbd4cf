// What an agent's hook says about its state (pure). Owns the states that `qmux report` takes, and the shape.

/** As `qmux report` takes them. */
export const REPORT_STATES = ['working', 'waiting', 'done', 'idle', 'error'] as const;
export type ReportState = (typeof REPORT_STATES)[number];

export interface HookReport {
  state: ReportState;
  /** '' if the event has none. */
  text: string;
  /** The agent's id of its conversation. */
  conversation?: string;
}
