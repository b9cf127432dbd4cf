// The search dialog of a client: what is searched while its words are typed, where a hit leads, and the words
// of the last search, with which it opens again. Leaves the dialog to dialogs/search-dialog.ts, searching to
// live-search.ts, going there to open-hit.ts.

import { SearchDialog, type SearchScope, type SearchWish } from '../../dialogs/search-dialog.js';
import { whileItLasts } from '../../loop/while-it-lasts.js';
import type { Hit } from '../../search/hit.js';
import type { Viewer } from '../../session/arrangement/viewers.js';
import { UserError } from '../../text/user-error.js';
import type { ClientSurface, CommandContext } from '../command.js';
import { LiveSearch } from './live-search.js';
import { openHit } from './open-hit.js';
import { wordPattern } from './word-pattern.js';

export interface SearchStart {
  words: string;
  scope: SearchScope;
  /** id of the session that the search can be narrowed to; undefined: the focused one. */
  only: string | undefined;
  /** As of a query. */
  exact: boolean;
}

export function openSearch(
  context: CommandContext,
  surface: ClientSurface,
  { words, scope, only, exact }: SearchStart,
): void {
  const { coordinator, viewer, config, here, search: port } = context;
  const narrow =
    only === undefined
      ? here?.record
      : [...coordinator.sessions.map(({ record }) => record), ...coordinator.archive].find(
          ({ id }) => id === only,
        );
  const tell = (error: unknown): void =>
    surface.showMessage(error instanceof UserError ? error.spell(context.wording) : explain(error), 'error');
  const search = new LiveSearch(port, {
    exact,
    here: narrow?.id,
    changed: () => surface.dialogChanged(),
    explain,
  });
  surface.open(
    new SearchDialog({
      wish: { words, scope },
      last: lastWishes.get(viewer),
      here: narrow?.name,
      search: (wish) => search.begin(wish),
      found: () => search.findings,
      now: () => Date.now(),
      nameOf: (hit) => nameOf(context, hit),
      take(hit: Hit, wish: SearchWish) {
        const opening = openHit(
          { coordinator, viewer, config, search: port, surface },
          hit,
          wordPattern(wish.words, { exact }),
        );
        whileItLasts(opening, () => surface.showProgress(`opening ${hit.name}`)).catch(tell);
        return [];
      },
      closed(wish) {
        search.stop();
        if (wish.words.trim() !== '') lastWishes.set(viewer, wish);
      },
    }),
  );
  // Starting a process takes longer than the first frame may.
  setImmediate(() => port.prepare());
}

/** Of each client. */
const lastWishes = new WeakMap<Viewer, SearchWish>();

const explain = (error: unknown): string =>
  `the search failed: ${error instanceof Error ? error.message : String(error)}`;

/** As it is named now, with its number while it is open. */
function nameOf({ coordinator }: CommandContext, { session, name }: Hit): string {
  const open = session === undefined ? undefined : coordinator.find(session);
  return open ? `#${open.number} ${open.name}` : name;
}
