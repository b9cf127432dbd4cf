// One request for figures or for history, answered from the disk: transcripts, events and the cache. Owns
// which of them it needs, and what is said of what cannot be read. Runs in a process of its own.

import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { EventRecord } from '../events/event-record.js';
import { sanitiseLine } from '../../text/sanitise.js';
import { readEvents } from '../events/read-events.js';
import { transcriptIn } from '../session-folder.js';
import { figuresOf } from './figures-cache.js';
import type { CountedSession, FiguresRequest, History, Stats } from './figures.js';
import type { TranscriptFigures } from './fold-transcript.js';
import { HistoryGathering } from './gather-history.js';
import { scanTranscript } from './scan-transcript.js';
import { FigureSums } from './sum-figures.js';

/** Some file systems know times only by two seconds. */
const COARSEST_MS = 2_000;
/** Agents name it. */
const MOST_CURRENCY = 12;

export async function countFigures(
  request: FiguresRequest,
  sessions: readonly CountedSession[],
): Promise<Stats | History> {
  const known = new Map(sessions.map((session) => [session.id, session]));
  const problems: string[] = [];
  const sums = request.what === 'stats' ? new FigureSums(request) : new HistoryGathering(request);
  // Events first: they say what went unused.
  const damaged = await addEvents(request, (event) => sums.addEvent(event, known.get(event.session)));
  if (damaged > 0) problems.push(`${damaged} line${damaged === 1 ? '' : 's'} of events.jsonl cannot be read`);
  for await (const { id, figures } of transcriptsOf(request, sessions, problems)) {
    const session = known.get(id);
    if (session) sums.addTranscript(session, figures);
  }
  const { deleted } = sums;
  if (sums instanceof HistoryGathering) return { ...sums.finish(), deleted, problems };
  for (const currency of sums.currencies)
    problems.push(`what was paid in ${sanitiseLine(currency, MOST_CURRENCY)} is not in the cost`);
  const { from, to } = request;
  return { rows: sums.rows(), from, to, deleted, problems };
}

/** Most are of others: states, and questions that a transcript holds as well. */
const COUNTED = new Set(['exit', 'reply', 'deleted']);
const LISTED = new Set([...COUNTED, 'made', 'closed', 'reopened']);

async function addEvents(
  { eventsFile, what }: FiguresRequest,
  add: (event: EventRecord) => void,
): Promise<number> {
  let count = 0;
  const only = what === 'stats' ? COUNTED : LISTED;
  for await (const { events, damaged } of readEvents(eventsFile, { after: 0, only })) {
    for (const event of events) add(event);
    count += damaged;
  }
  return count;
}

async function* transcriptsOf(
  request: FiguresRequest,
  sessions: readonly CountedSession[],
  problems: string[],
): AsyncGenerator<{ id: string; figures: TranscriptFigures }> {
  const { sessionsDir, chatsDir, cacheFile } = request;
  const chats = sessions.filter(({ kind }) => kind === 'chat');
  const filesOf = (id: string): [string, string] => [
    transcriptIn(join(sessionsDir, id)),
    join(chatsDir, `${id}.jsonl`),
  ];
  const nameOf = new Map(chats.map(({ id, name }) => [id, name]));
  const scan = (words: boolean) => async (file: string, id: string) => {
    try {
      return await scanTranscript(file, { words });
    } catch (error) {
      problems.push(`${nameOf.get(id) ?? id} cannot be read: ${(error as Error).message}`);
      return undefined;
    }
  };
  if (request.what === 'stats') {
    const wanted = chats.map(({ id }) => ({ id, files: filesOf(id) }));
    return yield* figuresOf(wanted, { cacheFile, scan: scan(false), now: Date.now });
  }
  const read = scan(true);
  for (const { id } of chats)
    for (const file of filesOf(id)) {
      const found = await stat(file).catch(() => undefined);
      if (!found) continue;
      // Nothing was added since.
      const figures = found.mtimeMs + COARSEST_MS < request.from ? undefined : await read(file, id);
      if (figures) yield { id, figures };
      break;
    }
}
