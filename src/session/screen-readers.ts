// Who reads an emulator's screen and scrollback: copy modes, each with places of its own. Owns moving those
// places with their text when the screen changes its width. Leaves the rows to terminal/ and what a reader
// does to server/.

import type { Emulator } from '../terminal/emulator/emulator-ports.js';
import { EmulatorRows } from '../copy-mode/emulator-rows.js';
import type { OpenReading, PlaceKeeper } from '../copy-mode/reading.js';

export class ScreenReaders {
  readonly #readers = new Set<{ rows: EmulatorRows; keeper: PlaceKeeper }>();

  get isEmpty(): boolean {
    return this.#readers.size === 0;
  }

  open(emulator: Emulator, keeper: PlaceKeeper): OpenReading {
    const reader = { rows: new EmulatorRows(emulator), keeper };
    this.#readers.add(reader);
    return {
      reading: reader.rows,
      makeOlder: () => false,
      isSeeking: false,
      close: () => this.#readers.delete(reader),
    };
  }

  /** Resizes with the given function, and moves every place to where its text is then. */
  keepOver(resize: () => void): void {
    const held = [...this.#readers].map(({ rows, keeper }) => {
      const anchors = keeper.places().map((place) => rows.anchor(place));
      return () => keeper.move(anchors.map((anchor) => rows.find(anchor)));
    });
    resize();
    for (const move of held) move();
  }
}
