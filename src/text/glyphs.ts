// The signs of our own lines, bullets and marks: drawn ones, or words and plain characters for screen
// readers. Owns both sets; which one a process uses is chosen once, at its start. What programs and models
// write is never changed.

import type { Mark } from './mark.js';
import { MARK_TEXT } from './mark.js';

export interface Glyphs {
  /** Box drawing; joins: by the sides on which a line continues. */
  horizontal: string;
  vertical: string;
  corners: { topLeft: string; topRight: string; bottomLeft: string; bottomRight: string };
  joins:
    | {
        left: string;
        right: string;
        both: string;
        top: string;
        topLeft: string;
        topRight: string;
        bottom: string;
        bottomLeft: string;
        bottomRight: string;
      }
    | undefined;
  /** Before the title of the focused pane. */
  focusSign: string;
  /** The marks are words, which titles have anyway. */
  saysMarks: boolean;
  /** In the tab bar. */
  marks: Readonly<Record<Mark, string>>;
  currentTab: string;
  zoomedTab: string;
  /** Between the parts of a title. */
  between: string;
  /** Before the name of a git branch. */
  branch: string;
  /** Of Markdown. */
  bullet: string;
  quoteBar: string;
  /** Before a question in a chat. */
  questionBar: string;
  /** Around code within a text. */
  codeMark: string;
  /** Before a line of code that continues the one above it; of two columns. */
  codeGoesOn: string;
  columnGap: string;
  taskOpen: string;
  taskDone: string;
  taskBegun: string;
  /** Of tool calls, and of a question that was answered. */
  callDone: string;
  callRunning: string;
  callFailed: string;
  asked: string;
  /** Before a number of removed lines. */
  minus: string;
  /** Between lines of a file that are not next to each other. */
  linesBetween: string;
  /** Something is cut or left out. */
  ellipsis: string;
  /** For what is invisible in a text that a user approves. */
  signs: { lineFeed: string; tab: string; spaces(count: number): string };
}

const DRAWN: Glyphs = {
  horizontal: '─',
  vertical: '│',
  corners: { topLeft: '┌', topRight: '┐', bottomLeft: '└', bottomRight: '┘' },
  joins: {
    left: '┤',
    right: '├',
    both: '┼',
    top: '┬',
    topLeft: '┐',
    topRight: '┌',
    bottom: '┴',
    bottomLeft: '┘',
    bottomRight: '└',
  },
  focusSign: '▌',
  saysMarks: false,
  marks: MARK_TEXT,
  currentTab: '*',
  zoomedTab: 'z',
  between: ' · ',
  branch: '⎇ ',
  bullet: '• ',
  quoteBar: '▌ ',
  questionBar: '▎ ',
  codeMark: '',
  codeGoesOn: '↳ ',
  columnGap: ' │ ',
  taskOpen: '☐',
  taskDone: '☑',
  taskBegun: '▸',
  callDone: '●',
  callRunning: '◐',
  callFailed: '✗',
  asked: '?',
  minus: '−',
  linesBetween: '⋮',
  ellipsis: '…',
  signs: { lineFeed: '␊', tab: '␉', spaces: (count) => `␣×${count}` },
};

const PLAIN: Glyphs = {
  // A reader speaks every dash of a line; a space says nothing.
  horizontal: ' ',
  vertical: '|',
  corners: { topLeft: ' ', topRight: ' ', bottomLeft: ' ', bottomRight: ' ' },
  joins: undefined,
  focusSign: '>',
  saysMarks: true,
  marks: {
    'needs-you': ' needs you',
    failed: ' failed',
    ended: ' exited',
    answering: ' answering',
    paused: ' paused',
    unseen: ' unseen',
    none: '',
  },
  currentTab: ' current',
  zoomedTab: ' zoomed',
  between: ', ',
  branch: 'branch ',
  bullet: '- ',
  quoteBar: '> ',
  questionBar: '>> ',
  codeMark: '`',
  codeGoesOn: '\\ ',
  columnGap: ' | ',
  taskOpen: '[ ]',
  taskDone: '[x]',
  taskBegun: '[>]',
  callDone: 'done:',
  callRunning: 'running:',
  callFailed: 'failed:',
  asked: 'asked:',
  minus: '-',
  linesBetween: '...',
  ellipsis: '...',
  signs: { lineFeed: '\\n', tab: '\\t', spaces: (count) => `<${count} spaces>` },
};

let chosen = DRAWN;

/** The option `plain`. */
export function installGlyphs(set: 'drawn' | 'plain'): void {
  chosen = set === 'plain' ? PLAIN : DRAWN;
}

export const glyphs = (): Glyphs => chosen;
