// The sessions that an agent has kept, to go on with one of them. Owns paging through `session/list`, its
// bound and the order. Leaves asking for it to agent-session.ts.

import type { Request } from './session-opening.js';
import { asFieldsList, asText, fieldAt } from './wire-fields.js';

export interface KeptSession {
  id: string;
  /** The agent's own; empty: it has none. */
  title: string;
  /** Absolute. */
  directory: string;
  /** ms since 1970; undefined: the agent does not say. */
  updatedAt: number | undefined;
}

/** Agents keep sessions for years; nobody looks further back in a menu. */
const MAX_SESSIONS = 500;

/** Those of the directory first, each group with the latest first. */
export async function listKeptSessions(request: Request, directory: string): Promise<KeptSession[]> {
  const found = new Map<string, KeptSession>();
  const cursors = new Set<string | undefined>();
  // An agent that repeats a page would be asked forever.
  for (let cursor: string | undefined; found.size < MAX_SESSIONS && !cursors.has(cursor);) {
    cursors.add(cursor);
    const result = await request('session/list', cursor === undefined ? {} : { cursor });
    for (const session of readSessions(result)) found.set(session.id, session);
    cursor = asText(fieldAt(result, 'nextCursor'));
  }
  const isHere = (session: KeptSession): number => Number(session.directory === directory);
  return [...found.values()].sort((a, b) => isHere(b) - isHere(a) || (b.updatedAt ?? 0) - (a.updatedAt ?? 0));
}

const readSessions = (result: unknown): KeptSession[] =>
  asFieldsList(fieldAt(result, 'sessions')).flatMap((fields) => {
    const id = asText(fields['sessionId']);
    if (id === undefined) return [];
    const updatedAt = Date.parse(asText(fields['updatedAt']) ?? '');
    return [
      {
        id,
        title: asText(fields['title']) ?? '',
        directory: asText(fields['cwd']) ?? '',
        updatedAt: Number.isNaN(updatedAt) ? undefined : updatedAt,
      },
    ];
  });
