// A chat read in copy mode: its transcript as rows, with places kept when another size numbers them
// differently. Owns keeping them. Leaves the rows to copy-mode/transcript-rows.ts and the lines to the chat's
// own reader.

import type { Chat } from '../../chat/chat-loop.js';
import type { OpenReading, PlaceKeeper } from '../../copy-mode/reading.js';
import { TranscriptRows, type TurnAnchor } from '../../copy-mode/transcript-rows.js';

/** undefined: nobody watches the chat, or it is still being drawn. */
export function openChatReading(chat: Chat, keeper: PlaceKeeper): OpenReading | undefined {
  let anchors: TurnAnchor[] | undefined;
  const seek = (rows: TranscriptRows): void => {
    const places = anchors?.map((anchor) => rows.find(anchor));
    if (!places?.every((place) => place !== undefined)) return;
    anchors = undefined;
    keeper.move(places);
  };
  const open = chat.openReader((_reader, restart) => {
    // Those of the first resize count if a second one happens before they are found.
    anchors ??= keeper.places().map((place) => reading.anchor(place));
    restart();
    seek(reading);
  });
  if (!open) return undefined;
  const reading = new TranscriptRows(open.reader);
  return {
    reading,
    get isSeeking() {
      return anchors !== undefined;
    },
    makeOlder() {
      const isMore = open.reader.makeOlder();
      seek(reading);
      return isMore;
    },
    close() {
      open.close();
      reading.dispose();
    },
  };
}
