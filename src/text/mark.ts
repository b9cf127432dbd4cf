// The one mark that a session shows in tabs, titles and lists, strongest first: what it means and its text
// form. Leaves the colours to frame/ and to whoever prints.

/** failed: a program that ended badly, or was killed; ended: one that ended well, or with its server. */
export type Mark = 'needs-you' | 'failed' | 'answering' | 'ended' | 'paused' | 'unseen' | 'none';

const STRENGTH: readonly Mark[] = ['needs-you', 'failed', 'answering', 'ended', 'paused', 'unseen', 'none'];

export function markOf(session: {
  state: 'active' | 'processing' | 'waiting' | 'paused' | 'completed';
  needsUser: boolean;
  /** How its program ended; undefined: it runs, or there is none. */
  exited: 'well' | 'badly' | undefined;
  unread: number;
}): Mark {
  if (session.needsUser || session.state === 'waiting') return 'needs-you';
  if (session.exited) return session.exited === 'well' ? 'ended' : 'failed';
  if (session.state === 'processing') return 'answering';
  if (session.state === 'paused') return 'paused';
  return session.unread > 0 ? 'unseen' : 'none';
}

export function strongestMark(marks: readonly Mark[]): Mark {
  return STRENGTH.find((mark) => marks.includes(mark)) ?? 'none';
}

/** Plain-text form, for NO_COLOR, lists and screen readers. */
export const MARK_TEXT: Readonly<Record<Mark, string>> = {
  'needs-you': '!',
  failed: 'x',
  ended: 'x',
  answering: '~',
  paused: '=',
  unseen: '+',
  none: '',
};
