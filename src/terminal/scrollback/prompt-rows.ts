// Where a program's prompts are, or the outputs of its commands, as the program reports: OSC 133 ; A begins
// a prompt, C an output (FinalTerm's marks, as in kitty, WezTerm and iTerm2). Owns the rows, numbered as
// scrolledLines counts. Leaves reading the sequence to the emulator's parser.

/** What rows are counted on. Rows are those of the normal screen, negative above it. */
export interface NormalLines {
  readonly scrolledLines: number;
  readonly historyRows: number;
  /** First rows of the cursor's line and of the ones above it, upwards, up to a limit. */
  starts(most: number): number[];
}

/** Prompts of a long day; older ones are out of the scrollback. */
const MAX_PROMPTS = 2000;

export class PromptRows {
  #rows: number[] = [];

  /** Ascending. */
  get rows(): readonly number[] {
    return this.#rows;
  }

  /**
   * A prompt begins at the row: what was noted there or below it was erased, or is the same prompt drawn
   * again.
   */
  add(row: number): void {
    this.forgetFrom(row);
    this.#rows.push(row);
    if (this.#rows.length > MAX_PROMPTS) this.#rows.splice(0, this.#rows.length - MAX_PROMPTS);
  }

  /** What was noted at the row or below it was erased. */
  forgetFrom(row: number): void {
    while ((this.#rows.at(-1) ?? -Infinity) >= row) this.#rows.pop();
  }

  /** Runs a resize, after which the prompts are where their lines are. readLines: the current lines. */
  keepOver(readLines: () => NormalLines, resize: () => void): void {
    // Counting the rows of a scrollback at a new width takes long; most programs mark no prompts.
    if (this.#rows.length === 0) {
      resize();
      return;
    }
    const before = readLines();
    const rows = this.#rows
      .map((row) => row - before.scrolledLines)
      .filter((row) => row >= -before.historyRows);
    const linesUp = rows.length > 0 ? linesAbove(before, rows) : [];
    resize();
    const screen = readLines();
    const starts = screen.starts((linesUp[0] ?? 0) + 1);
    this.#rows = linesUp.flatMap((lines) => {
      const start = starts[lines];
      return start === undefined ? [] : [start + screen.scrolledLines];
    });
  }
}

/** How many lines above the cursor's each of the rows is; 0 also for those below it. rows ascend. */
function linesAbove(screen: NormalLines, rows: readonly number[]): number[] {
  const starts = screen.starts(Infinity);
  let at = starts.length - 1;
  return rows.map((row) => {
    while (at > 0 && (starts[at - 1] as number) <= row) at--;
    return at;
  });
}
