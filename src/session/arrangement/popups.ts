// The popups: which client has one over its panes, with which session. Owns that a client has at most one
// and a session is in at most one. Leaves panes to the arrangement and the box to panes/popup.ts. Invariant:
// a popup belongs to an attached client and goes with it; its session is in no pane, so that it is stored as
// one in the background.

import type { SessionId } from '../../panes/workspace.js';
import { keyWord } from '../../text/mentions.js';
import { UserError } from '../../text/user-error.js';
import type { Place } from './place.js';
import type { Popup, Viewer, Viewers } from './viewers.js';

/** Of a session that goes to this place, which may be that of a popup's session; undefined: to no popup. */
export function popupAt(viewer: Viewer, place: Place): Pick<Popup, 'size' | 'own'> | undefined {
  if (place.at === 'popup') return { size: place.size, own: place.own };
  return place.at === 'pane' && viewer.popup ? { size: viewer.popup.size, own: false } : undefined;
}

export const popupHolder = ({ attached }: Viewers, session: SessionId): Viewer | undefined =>
  attached.find(({ popup }) => popup?.session === session);

/** What was in it goes to the background. */
export function showPopup(viewers: Viewers, viewer: Viewer, popup: Popup): void {
  dropPopups(viewers, (session) => session === popup.session);
  viewer.popup = popup;
}

export function dropPopups({ attached }: Viewers, goes: (session: SessionId) => boolean): void {
  for (const viewer of attached) if (viewer.popup && goes(viewer.popup.session)) viewer.popup = undefined;
}

/** Throws a UserError for what only panes have. */
export function checkNoPopup({ popup }: Viewer): void {
  if (popup)
    throw new UserError(
      `this is a popup, not a pane; ${keyWord('break')} moves it to a tab, ${keyWord('hide')} hides it`,
    );
}

/** Throws a UserError if nobody would see the popup. */
export function checkViewer({ attached }: Viewers, viewer: Viewer, place: Place): void {
  if (place.at === 'popup' && !attached.includes(viewer))
    throw new UserError('a popup needs a terminal, and none is attached; run qmux in one first');
}
