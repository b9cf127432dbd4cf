// Loads what a running server may still need of qmux itself, so that an update of the installation does not take it away:
// a build removes the files of the previous one. Owns which files have such parts, and waiting until nothing else happens.
// Leaves out the providers' packages and the config reader, which take 7 MB and more: if they are gone, that is reported.
// Invariant: each part is loaded by the import() that will need it, since Node looks for the file again at any other.

import { CHOICE_PARTS } from '../../chat/providers/find-choice.js';
import { MODEL_PARTS } from '../../chat/providers/load-model.js';
import { SOURCE_PARTS } from './model-source.js';
import { WORKSPACE_PARTS } from './workspace-server.js';

/** A first client is drawn long before this. */
const AFTER_START_MS = 2000;
/** Between two parts keys and output get their turn. */
const PAUSE_MS = 100;

const OWN_PARTS: readonly (() => Promise<unknown>)[] = [
  ...Object.values(MODEL_PARTS),
  ...Object.values(CHOICE_PARTS),
  ...Object.values(SOURCE_PARTS),
  // The package for a program's terminal is small, and a pane needs it as much as our own part.
  async () => (await WORKSPACE_PARTS.programPty()).loadProgramPty(),
];

/** Does not keep the process alive. onLoaded: all were tried. */
export function loadOwnPartsLater(onLoaded: () => void): void {
  const loadFrom = (index: number): void => {
    const load = OWN_PARTS[index];
    if (!load) return onLoaded();
    // What is already gone says so where it is needed.
    void load()
      .catch(() => undefined)
      .then(() => setTimeout(loadFrom, PAUSE_MS, index + 1).unref());
  };
  setTimeout(loadFrom, AFTER_START_MS, 0).unref();
}
