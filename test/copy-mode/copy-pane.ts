// A pane in copy mode without a client: an emulator, the mode over it, and keys by their names, pressed as by
// a person.

import { copyBindings, NO_COPY_KEYS, pressCopyKey, type CopyKeyStyle } from '../../src/keymap/copy-keys.js';
import { parseKeyName } from '../../src/keymap/key.js';
import type { CopyCommand, CopyEffect } from '../../src/copy-mode/command.js';
import { CopyMode } from '../../src/copy-mode/copy-mode.js';
import type { Emulator } from '../../src/terminal/emulator/emulator-ports.js';
import { createEmulator } from '../../src/terminal/emulator/emulator.js';
import { EmulatorRows } from '../../src/copy-mode/emulator-rows.js';
import type { Position } from '../../src/copy-mode/reading.js';

export interface CopyPane {
  emulator: Emulator;
  mode: CopyMode;
  write(text: string): void;
  /** Presses keys; finishes all work that they start. Returns the results. */
  press(...keys: string[]): CopyEffect[];
  run(name: string, more?: Partial<CopyCommand>): CopyEffect[];
  /** Relative to the row at the top of the screen. */
  at(): [row: number, col: number];
  /** The text copied by the keys. */
  copy(...keys: string[]): string | undefined;
  resize(rows: number, cols: number): void;
}

const encoder = new TextEncoder();

export function openCopyPane(
  text: string,
  options: { rows?: number; cols?: number; style?: CopyKeyStyle; scrollbackLines?: number } = {},
): CopyPane {
  const { rows = 5, cols = 20, style = 'vi', scrollbackLines = 1000 } = options;
  const emulator = createEmulator({ rows, cols, scrollbackLines });
  emulator.write(encoder.encode(text));
  const reading = new EmulatorRows(emulator);
  const mode = new CopyMode(reading, style);
  const bindings = copyBindings(style);
  let state = NO_COPY_KEYS;

  const run = (name: string, more: Partial<CopyCommand> = {}): CopyEffect[] => {
    const effects = mode.run({ name, count: undefined, text: undefined, incremental: false, ...more });
    while (mode.search && !mode.search.isDone(reading)) {
      mode.search.step(reading);
      effects.push(...mode.goOn());
    }
    return effects;
  };
  const press = (...keys: string[]): CopyEffect[] =>
    keys.flatMap((name) => {
      const key = parseKeyName(name);
      if (!key) throw new Error(`no key ${name}`);
      const step = pressCopyKey(bindings, style, state, key);
      state = step.state;
      if (!step.command) return [];
      const { line, count, character } = step.command;
      return run(line.replace('copy-mode ', ''), { count, text: character });
    });
  return {
    emulator,
    mode,
    press,
    run,
    write: (more) => emulator.write(encoder.encode(more)),
    at: () => [mode.cursor.row - reading.screenRow, mode.cursor.col],
    copy: (...keys) => press(...keys).find((effect) => effect.type === 'copy')?.text,
    resize(toRows, toCols) {
      const anchors = mode.places().map((place: Position) => reading.anchor(place));
      emulator.resize(toRows, toCols);
      mode.move(anchors.map((anchor) => reading.find(anchor)));
    },
  };
}
