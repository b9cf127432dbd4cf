// Which role a session's mark is drawn in, beside a title and in the tab bar.

import type { RoleName } from './roles.js';
import type { Mark } from '../text/mark.js';

export const MARK_ROLES: Readonly<Record<Mark, RoleName>> = {
  'needs-you': 'waiting',
  failed: 'failed',
  ended: 'dim',
  answering: 'working',
  paused: 'dim',
  unseen: 'done',
  none: 'dim',
};

export const BAR_MARK_ROLES: Readonly<Record<Mark, RoleName>> = {
  'needs-you': 'mark_waiting',
  failed: 'mark_failed',
  ended: 'bar',
  answering: 'mark_working',
  paused: 'bar',
  unseen: 'mark_done',
  none: 'bar',
};
