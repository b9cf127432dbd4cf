// The verb search: words looked for in all conversations and screens, printed as they are found best in a
// shell, shown in the dialog elsewhere. Owns its flags and what it prints. Leaves searching to search/ and
// the dialog to search-overlay.ts.

import { spellProgress } from '../../dialogs/search-dialog.js';
import { SEARCHED_PLACES, type Hit, type SearchedPlace } from '../../search/hit.js';
import { formatAge } from '../../text/age.js';
import { orList } from '../../text/or-list.js';
import { sanitiseLine } from '../../text/sanitise.js';
import { truncateToWidth } from '../../text/width.js';
import { UserError } from '../../text/user-error.js';
import type { Command, CommandContext, CommandOutput, ParsedArguments } from '../command.js';
import { SILENT } from '../command.js';
import { command, getListSurface, say } from '../define.js';
import { findSession } from './find-session.js';
import { openSearch } from './search-overlay.js';

/** Of those it prints the best. */
const MOST_HITS = 1_000;
/** Of words that were not found. */
const MOST_SAID_COLS = 60;

async function search(context: CommandContext, input: ParsedArguments): Promise<CommandOutput> {
  const words = wordsOf(input);
  const session = input.value('session');
  const place = readPlace(input.value('in'));
  if (session !== undefined && place === 'agents')
    throw new UserError('what agents keep belongs to no session; leave out --session or --in', {
      exitCode: 2,
    });
  const surface = getListSurface(context);
  if (surface) {
    const only = session === undefined ? undefined : await findSession(context, session);
    // Of one session it is all there is.
    const scope = only === undefined ? (place ?? 'all') : 'session';
    openSearch(context, surface, { words, scope, only, exact: input.has('exact') });
    return SILENT;
  }
  if (words.trim() === '') throw new UserError('search needs words', { exitCode: 2 });
  const query = {
    words,
    exact: input.has('exact'),
    limit: MOST_HITS,
    ...(session !== undefined && { session: await findSession(context, session) }),
    ...(place && { in: place }),
  };
  const { left = new AbortController().signal } = context;
  let told = '';
  const { hits, more, problems } = await context.search
    .search(query, {
      signal: left,
      onProgress(progress) {
        const text = spellProgress(progress);
        if (text !== told) context.tell?.(`search: ${text}`);
        told = text;
      },
    })
    .catch((error: unknown) => {
      throw left.aborted ? new UserError('the search was stopped: its caller left') : error;
    });
  const remarks = [
    ...(hits.length === 0 ? nothingFound(words) : []),
    ...(more ? [`these are the best ${hits.length}; more words, --session or --in narrow the search`] : []),
    ...problems.map((problem) => sanitiseLine(problem)),
  ];
  const lines = hits.map(spell);
  const isShell = context.way === 'cli';
  return {
    ...say((isShell ? lines : [...lines, ...remarks]).join('\n')),
    ...(isShell && { remarks }),
    isReference: true,
    json: hits.map(asJson),
    exitCode: hits.length === 0 ? 1 : 0,
  };
}

/** A misspelt option is a word like any other, which nobody would notice. */
function nothingFound(words: string): string[] {
  const [option] = words.match(/(?<=^|\s)--[a-z][a-z-]*/) ?? [];
  const isKnown = SEARCH.flags.some(({ name }) => `--${name}` === option);
  const hint =
    option === undefined || isKnown
      ? []
      : [`${option} is not an option of search; it was searched for as a word`];
  const shown = truncateToWidth(sanitiseLine(words), MOST_SAID_COLS);
  return [`nothing found for ${shown}`, ...hint];
}

/** As they were typed: several words of a shell are several words here, one that has blanks is a phrase. */
function wordsOf(input: ParsedArguments): string {
  const words = input.words('WORDS');
  if (input.has('exact')) return words.join(' ');
  if (words.length === 1) return words[0] ?? '';
  return words.map((word) => (/\s/.test(word) && !word.includes('"') ? `"${word}"` : word)).join(' ');
}

function readPlace(word: string | undefined): SearchedPlace | undefined {
  if (word === undefined) return undefined;
  const place = SEARCHED_PLACES.find((each) => each === word);
  if (place) return place;
  throw new UserError(`--in takes ${orList(SEARCHED_PLACES)}, not ${word}`, { exitCode: 2 });
}

function spell({ name, source, archived, turn, line, text, at }: Hit): string {
  const where = source === 'screen' ? `${line}` : `${turn}:${line}`;
  const kind = source === 'chat' ? (archived ? ' (archived)' : '') : ` (${source})`;
  const age = at === 0 ? '' : `  ${formatAge(Math.max(0, Date.now() - at))}`;
  return `${name}:${where}${kind}${age}  ${text}`;
}

const asJson = (hit: Hit): object => ({
  session: hit.session ?? null,
  name: hit.name,
  archived: hit.archived,
  source: hit.source,
  turn: hit.turn,
  line: hit.line,
  text: hit.text,
  at: hit.at,
  part: hit.part,
  file: hit.file,
  conversation: hit.conversation ?? null,
  directory: hit.directory ?? null,
});

export const SEARCH: Command = command({
  name: 'search',
  summary: 'find words in all conversations, screens and agents’ transcripts',
  positionals: [{ name: 'WORDS', called: 'words', kind: 'text', optional: true, rest: true }],
  flags: [
    { name: 'session', value: 'X', kind: 'session', summary: 'only in this session, open or archived' },
    {
      name: 'in',
      value: 'PLACE',
      kind: SEARCHED_PLACES,
      summary: 'only in chats, screens (of programs) or agents (their own transcripts)',
    },
    { name: 'exact', summary: 'one text that may begin and end within words, as grep finds it' },
    { name: 'json', summary: 'print them as an array of objects' },
  ],
  changesNothing: true,
  run: search,
});
