// What qmux uses of pi-tui: the splitting of terminal input into keys. Owns nothing else, so that the build
// can replace this file by a bundle: an installed qmux depends on neither pi-tui nor its dependencies.

export { StdinBuffer } from '@earendil-works/pi-tui/dist/stdin-buffer.js';
