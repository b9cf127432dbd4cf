// What an agent's hook says of its state (pure). Owns the states that `qmux report` takes, and the shape.

/** As `qmux report` takes them. */
export const REPORT_STATES = ['working', 'waiting', 'done', 'idle', 'error'] as const;
export type ReportState = (typeof REPORT_STATES)[number];

export interface HookReport {
  state: ReportState;
  /** '' where the event gives none. */
  text: string;
}
