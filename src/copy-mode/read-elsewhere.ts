// What can be read in a pane without being open: an archived conversation, one that an agent keeps, the last
// screen of a closed program. Owns only shapes. Leaves how each is read to session/reading/, and the pane to
// the client's view.

import type { OpenReading, PlaceKeeper } from './reading.js';

/** It has the size that it is given, not one of its own. */
export interface SizedReading extends OpenReading {
  resize(size: { rows: number; cols: number }): void;
}

export interface ReadElsewhere {
  name: string;
  /** What it is: `archived`, `claude in ~/src/api`. */
  about: string;
  open(size: { rows: number; cols: number }, keeper: PlaceKeeper): SizedReading;
  /** undefined: there is no way to go on with it. */
  goOn: GoOn | undefined;
}

/** The command that goes on with what is read, and what that does. */
export interface GoOn {
  does: 'reopens' | 'resumes' | 'goes there';
  words: readonly string[];
  /** Once that is done. */
  after?(): void;
}
