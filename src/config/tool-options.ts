// The options of what models may call (pure): part of the table of options.ts.

import type { Option } from './shape.js';

export const TOOLS_OPTION: Option<boolean> = {
  name: 'tools',
  shape: { type: 'flag', expected: 'true or false' },
  default: false,
  reason:
    'Whether models can read, search and change files and run commands in the directory of their chat. What leaves the directory, changes something or runs asks first. Off by default; /tools on does the same for one chat.',
};
