// Loads what a running server may still need of qmux itself, so that an update of the installation does not take it away:
// a build removes the files of the one before. Owns which files have such parts, and that it waits until nobody does.
// Leaves out the packages of providers and the reader of the config, which take 7 MB and more: where they are gone, it is said.
// Invariant: each part is loaded by the import() that will want it, since Node looks for the file again at any other.

import { CHOICE_PARTS } from '../../chat/providers/find-choice.js';
import { MODEL_PARTS } from '../../chat/providers/load-model.js';
import { SOURCE_PARTS } from './model-source.js';
import { STARTER_PARTS } from './program-starter.js';

/** A first client is drawn long before. */
const AFTER_START_MS = 2000;
/** Between two parts keys and output have their turn. */
const PAUSE_MS = 100;

const OWN_PARTS: readonly (() => Promise<unknown>)[] = [
  ...Object.values(MODEL_PARTS),
  ...Object.values(CHOICE_PARTS),
  ...Object.values(SOURCE_PARTS),
  // The package of a program's terminal is small, and a pane needs it as much as our own part of it.
  async () => (await STARTER_PARTS.programPty()).loadProgramPty(),
];

/** Keeps no process alive. onLoaded: all were tried. */
export function loadOwnPartsLater(onLoaded: () => void): void {
  const loadFrom = (index: number): void => {
    const load = OWN_PARTS[index];
    if (!load) return onLoaded();
    // What is gone already says so where it is needed.
    void load()
      .catch(() => undefined)
      .then(() => setTimeout(loadFrom, PAUSE_MS, index + 1).unref());
  };
  setTimeout(loadFrom, AFTER_START_MS, 0).unref();
}
