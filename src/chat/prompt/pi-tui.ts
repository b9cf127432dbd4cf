// What qmux uses of pi-tui: its line editor and the splitting of terminal input into keys. Owns nothing else,
// so that the build can replace this file by a bundle: an installed qmux depends on neither pi-tui nor its
// dependencies.

export { Editor } from '@earendil-works/pi-tui/dist/components/editor.js';
export { StdinBuffer } from '@earendil-works/pi-tui/dist/stdin-buffer.js';
export { CURSOR_MARKER, type TUI } from '@earendil-works/pi-tui/dist/tui.js';
