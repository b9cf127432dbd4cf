// What a client's user was in the middle of when its connection was lost: copy modes, an open dialog and a
// popup, which the next connection of the same client takes up. Owns their end if none comes.

import type { Popup } from '../../session/arrangement/viewers.js';
import { releaseCopy, type KeptCopy } from './client-copy.js';
import { releaseDialog, type KeptDialog } from './client-dialog.js';

export class KeptView {
  readonly copy: KeptCopy;
  readonly dialog: KeptDialog;
  readonly popup: Popup | undefined;
  #isTaken = false;
  #onChange = (): void => {};

  constructor(copy: KeptCopy, dialog: KeptDialog, popup?: Popup) {
    this.copy = copy;
    this.dialog = dialog;
    this.popup = popup;
  }

  /** onChange: the dialog has something new to show, and tells the client that opened it. */
  take(onChange: () => void): void {
    this.#isTaken = true;
    this.#onChange = onChange;
  }

  dialogChanged(): void {
    this.#onChange();
  }

  /** Unless somebody has taken it up. */
  release(): void {
    if (this.#isTaken) return;
    this.#isTaken = true;
    releaseCopy(this.copy);
    releaseDialog(this.dialog);
  }
}
