// The shares of a workspace. Owns how the two are put together, and nothing else.

import type { AnySession } from '../../session/any-session.js';
import type { Coordinator } from '../../session/coordinator.js';
import type { MessageLevel } from '../../text/message-level.js';
import { Shares, type SharesOptions } from './shares.js';

export interface SharingWorkspace {
  readonly coordinator: Coordinator;
  readonly clients: {
    readonly followers: { add(follower: Pick<Shares, 'changed' | 'screenChanged'>): unknown };
    tell(text: string, level: MessageLevel): void;
  };
}

export function sharesOf(
  { coordinator, clients }: SharingWorkspace,
  options: Pick<SharesOptions, 'tag' | 'parent' | 'wrongWaitMs'>,
): Shares {
  const { arrangement } = coordinator;
  const shares = new Shares({
    ...options,
    find: (id): AnySession | undefined => coordinator.find(id),
    size: () => arrangement.sizeAt(arrangement.viewers.current, { at: 'tab' }),
    tell: (text) => clients.tell(text, 'error'),
  });
  clients.followers.add(shares);
  return shares;
}
