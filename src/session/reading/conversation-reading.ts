// A conversation that is not open, as rows for copy mode: drawn as a chat draws it, unfolded, older lines as
// they are wanted. Owns that places are kept when its pane has another size. Leaves lines to chat/screen/ and
// rows to copy-mode/. Invariant: nothing of it is written.

import { airFor } from '../../chat/screen/chat-air.js';
import { TranscriptReader, type DrawnChat } from '../../chat/screen/transcript-reader.js';
import type { Conversation } from '../../chat/conversation.js';
import type { SizedReading } from '../../copy-mode/read-elsewhere.js';
import type { PlaceKeeper } from '../../copy-mode/reading.js';
import { TranscriptRows, type TurnAnchor } from '../../copy-mode/transcript-rows.js';
import { Slice } from '../../loop/slice.js';
import type { Size } from '../session-screen.js';

export function openConversation(
  conversation: Conversation,
  { size, keeper, directory }: { size: Size; keeper: PlaceKeeper; directory: string | undefined },
): SizedReading {
  const reader = new TranscriptReader(undrawn(conversation, size, directory));
  const rows = new TranscriptRows(reader);
  /** Of the places, until their rows are made at the new size. */
  let anchors: TurnAnchor[] | undefined;
  const seek = (): void => {
    const places = anchors?.map((anchor) => rows.find(anchor));
    if (!places?.every((place) => place !== undefined)) return;
    anchors = undefined;
    keeper.move(places);
  };
  fillView(reader);
  return {
    reading: rows,
    get isSeeking() {
      return anchors !== undefined;
    },
    makeOlder() {
      const isMore = reader.makeOlder();
      seek();
      return isMore;
    },
    resize(to) {
      // Those of the first resize count if a second one happens before they are found.
      anchors ??= keeper.places().map((place) => rows.anchor(place));
      reader.restart(undrawn(conversation, to, directory));
      fillView(reader);
      seek();
    },
    close: () => rows.dispose(),
  };
}

/** The first picture has lines, as far as they can be made at once. */
function fillView(reader: TranscriptReader): void {
  const slice = new Slice();
  while (!slice.isOver && reader.endRow - reader.firstRow < reader.rows && reader.makeOlder()) continue;
}

/** Everything of it is still to be drawn. */
function undrawn(conversation: Conversation, { rows, cols }: Size, directory: string | undefined): DrawnChat {
  const air = airFor(cols);
  return {
    conversation,
    look: { cols: cols - 2 * air, isUnfolded: true, directory },
    rows,
    air,
    written: [],
    shown: {
      items: conversation.items.length,
      answerLength: Infinity,
      parts: Infinity,
      isEnded: true,
    },
    live: { lines: [], fixed: 0, caret: { row: 0, col: 0 } },
  };
}
