// Which files a search looks at, and which the index has. Owns what a search is narrowed to, and that what is
// there but cannot be searched is named only where it would be looked for. Leaves where files stand to
// places/ and agents/.

import { agentFiles, type AgentEnvironment } from '../agents/agent-files.js';
import type { SearchQuery } from '../hit.js';
import type { SearchedFile } from '../places/file.js';
import { IGNORED, type Fault } from '../places/folders.js';
import { ownFiles, type OwnPlaces } from '../places/own-files.js';

export interface SearchedPlaces {
  places: OwnPlaces;
  env: AgentEnvironment;
}

export function searchedFiles(
  { session, in: only }: Pick<SearchQuery, 'session' | 'in'>,
  { places, env }: SearchedPlaces,
  fault: Fault,
): SearchedFile[] {
  const looksIn = (place: typeof only): boolean => only === undefined || only === place;
  const chats = looksIn('chats');
  const own = ownFiles(places, { session, chats, screens: looksIn('screens') }, fault);
  return session !== undefined || !looksIn('agents') ? own : [...own, ...agentFiles(env, fault)];
}

/**
 * Screens change all the time, and are looked at by each search, which also says what is wrong with a folder.
 */
export const indexedFiles = ({ places, env }: SearchedPlaces): SearchedFile[] => [
  ...ownFiles(places, { chats: true, screens: false }, IGNORED),
  ...agentFiles(env, IGNORED),
];
