// A conversation that is not open, as rows for copy mode: drawn as a chat draws it, unfolded. Owns that
// places are kept when its pane has another size. Leaves which lines are made when to conversation-rows.ts.
// Invariant: nothing of it is written.

import type { Conversation } from '../../chat/conversation.js';
import type { SizedReading } from '../../copy-mode/read-elsewhere.js';
import type { PlaceKeeper } from '../../copy-mode/reading.js';
import { TranscriptRows, type TurnAnchor } from '../../copy-mode/transcript-rows.js';
import { Slice } from '../../loop/slice.js';
import type { Size } from '../session-screen.js';
import { ConversationRows } from './conversation-rows.js';

export interface ReadingOptions {
  size: Size;
  keeper: PlaceKeeper;
  /** Where it was held, to which paths are shortened. */
  directory: string | undefined;
  /** The turn to begin with, from 0; undefined: the last one. */
  turn: number | undefined;
}

export function openConversation(conversation: Conversation, options: ReadingOptions): SizedReading {
  const { keeper, ...where } = options;
  const lines = new ConversationRows(conversation, where);
  const rows = new TranscriptRows(lines);
  /** Of the places, until their rows are made at the new size. */
  let anchors: TurnAnchor[] | undefined;
  const seek = (): void => {
    const places = anchors?.map((anchor) => rows.find(anchor));
    if (!places?.every((place) => place !== undefined)) return;
    anchors = undefined;
    keeper.move(places);
  };
  fillView(lines);
  return {
    reading: rows,
    get isSeeking() {
      return anchors !== undefined || lines.hasNewer;
    },
    makeOlder() {
      const isMore = lines.makeMore();
      seek();
      return isMore;
    },
    resize(size) {
      // Those of the first resize count if a second one happens before they are found.
      anchors ??= keeper.places().map((place) => rows.anchor(place));
      lines.restart(size, Math.max(0, ...anchors.map(({ turn }) => turn)));
      fillView(lines);
      seek();
    },
    close: () => rows.dispose(),
  };
}

/** The first picture has lines, as far as they can be made at once. */
function fillView(lines: ConversationRows): void {
  const slice = new Slice();
  while (!slice.isOver && lines.endRow - lines.firstRow < lines.rows && lines.makeMore()) continue;
}
