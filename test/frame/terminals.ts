// The kinds of terminals on which frames are tested. Owns their names, sizes and features.

import { ALL_FEATURES } from './stage.js';

const NO_MARGINS = { ...ALL_FEATURES, margins: false };
const OLD = {
  ...NO_MARGINS,
  scrollCounts: false,
  synchronisedOutput: false,
  ecma48: false,
  cursorVisibility: false,
  fullSgr: true,
};

export const TERMINALS = [
  { rows: 40, cols: 120, name: 'with margins', features: ALL_FEATURES },
  { rows: 40, cols: 120, name: 'without margins', features: NO_MARGINS },
  { rows: 15, cols: 60, name: 'with margins', features: ALL_FEATURES },
  { rows: 15, cols: 60, name: 'of old', features: OLD },
];
