// Where a block of markdown is (pure): the quotes and list items around it, as what is drawn before its
// lines. Owns numbers and bullets of items. Leaves when containers open and close to markdown/blocks.ts.

import { glyphs } from '../../text/glyphs.js';
import type { ListMarker } from './lines.js';

/** next: the number of its next item. */
interface List {
  type: 'list';
  sign: string;
  isOrdered: boolean;
  next: number;
}

export type Container =
  | { type: 'quote' }
  | List
  /** cols: from the outer container's edge to its text; hasContent: a block has begun in it. */
  | { type: 'item'; cols: number; isOrdered: boolean; bullet: string; isShown: boolean; hasContent: boolean };

export interface Place {
  /** Before the first line, and before those below it. */
  margin: string;
  below: string;
  /** Before the blank line that separates it from what is above; undefined: there is none. */
  blank: string | undefined;
  /** It is the first block of an item. */
  isItemStart: boolean;
  /** The containers around it, outermost first; the same objects for blocks in the same ones. */
  within: readonly Container[];
}

export function openList(marker: ListMarker): List {
  const { sign, number } = marker;
  return { type: 'list', sign, isOrdered: number !== undefined, next: number ?? 0 };
}

/** The next item of this list. */
export function openItem(list: List, cols: number): Container {
  const bullet = list.isOrdered ? `${list.next++}${list.sign} ` : glyphs().bullet;
  const { isOrdered } = list;
  return { type: 'item', cols, isOrdered, bullet, isShown: false, hasContent: false };
}

/** shared: how many of the containers also hold the block above; undefined: no blank line between them. */
export function placeIn(containers: readonly Container[], shared: number | undefined): Place {
  const place: Place = {
    margin: '',
    below: '',
    blank: shared === undefined ? undefined : '',
    isItemStart: false,
    within: [...containers],
  };
  for (const [at, container] of containers.entries()) {
    if (container.type === 'list') continue;
    const bar = container.type === 'quote' ? glyphs().quoteBar : ' '.repeat(container.bullet.length);
    place.below += bar;
    const isBegun = container.type === 'quote' || container.isShown;
    place.margin += isBegun ? bar : container.bullet;
    if (container.type === 'item') {
      place.isItemStart = !container.isShown;
      container.isShown = true;
    } else place.isItemStart = false;
    if (shared !== undefined && at < shared) place.blank += bar;
  }
  return place;
}
