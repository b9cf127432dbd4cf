// Which questions of chats one client's terminal shows, and since when (pure). Owns what counts as shown:
// it is in the dialog, or nothing lies over its pane, which is there as a whole and where it was. A key that
// comes too soon after is no reply. Leaves how soon that is to chat/questions/.

import { messageRows } from '../../frame/bottom-line.js';
import type { FrameModel, PaneModel } from '../../frame/frame-model.js';

/** A question at a place of the terminal. */
export interface SeenQuestion {
  id: string;
  /** Another place is another sight: the user looks for it first. */
  place: string;
}

/** Those that can be read in this frame: in the dialog, or in panes that none covers. */
export function findQuestions(frame: FrameModel): SeenQuestion[] {
  const { rows, cols, tabBar, dialog, notice, bottomLine } = frame;
  if (notice !== undefined) return [];
  if (dialog) {
    const { asks } = dialog;
    return asks ? [{ id: asks.id, place: ['dialog', asks.row, rows, cols].join() }] : [];
  }
  const barRows = tabBar.position === 'bottom' ? 1 : 0;
  const messageOver = bottomLine ? messageRows(bottomLine.text, frame).length : 0;
  // A message of one row covers no option.
  const bottom = rows - (messageOver > 1 ? messageOver : barRows);
  // A pane is larger than the terminal while another client's size counts.
  const top = tabBar.position === 'top' ? 1 : 0;
  const isWhole = ({ box }: PaneModel): boolean =>
    box.row >= top && box.row + box.rows <= bottom && box.col >= 0 && box.col + box.cols <= cols;
  const popup = frame.panes.find(({ edge }) => edge);
  return (popup ? [popup] : frame.panes).flatMap((pane) => {
    const { asks: id, box } = pane;
    return id === undefined || !isWhole(pane)
      ? []
      : [{ id, place: [box.row, box.col, box.rows, box.cols].join() }];
  });
}

export class QuestionSight {
  /** By id; sinceMs: undefined while the frame is on its way. */
  #seen = new Map<string, { place: string; sinceMs: number | undefined }>();

  /** A frame was sent with these. */
  drawn(questions: readonly SeenQuestion[]): void {
    if (questions.length === 0 && this.#seen.size === 0) return;
    this.#seen = new Map(
      questions.map(({ id, place }) => {
        const before = this.#seen.get(id);
        return [id, before?.place === place ? before : { place, sinceMs: undefined }];
      }),
    );
  }

  /** What was sent so far has left for the terminal. */
  arrived(nowMs: number): void {
    for (const seen of this.#seen.values()) seen.sinceMs ??= nowMs;
  }

  /** How long it has been there; 0: it is not. */
  seenMs(id: string, nowMs: number): number {
    return nowMs - (this.#seen.get(id)?.sinceMs ?? nowMs);
  }
}
