// The links (OSC 8) of one emulator: number to address. Replaces xterm.js' own table, which keeps a marker
// for each row of each link, updated with every scrolled line, and forgets an address with its last row or
// never: a program that only opens links would fill the memory. Owns the limits. Invariant: the newest links
// are kept, and too long a link is ignored.

import type { Core } from './internals.js';

/** More than the screen and the hot rows above it show, except for a malicious program. */
const MOST_LINKS = 4_096;
/** Longest address, as in VTE; with the count it limits the size of all of them. */
const LONGEST_LINK = 2_083;

interface Link {
  id?: string | undefined;
  uri: string;
}

export function useLinkTable(core: Core): void {
  const links = new Map<number, Link>();
  /** Links with an id of the program's own are one, wherever they begin again. */
  const numbers = new Map<string, number>();
  let next = 1;
  const keyOf = ({ id, uri }: Link): string | undefined => (id === undefined ? undefined : `${id};${uri}`);

  const service = core._oscLinkService;
  service.registerLink = (link) => {
    if (link.uri.length > LONGEST_LINK || (link.id?.length ?? 0) > LONGEST_LINK) return NO_LINK;
    const key = keyOf(link);
    const known = key === undefined ? undefined : numbers.get(key);
    if (known !== undefined) return known;
    links.set(next, link);
    if (key !== undefined) numbers.set(key, next);
    const oldest = links.get(next - MOST_LINKS);
    if (oldest) {
      links.delete(next - MOST_LINKS);
      const oldestKey = keyOf(oldest);
      if (oldestKey !== undefined) numbers.delete(oldestKey);
    }
    return next++;
  };
  service.addLineToLink = () => {};
  service.getLinkData = (number) => links.get(number);
}

/** The number of a cell that belongs to no link. */
const NO_LINK = 0;
