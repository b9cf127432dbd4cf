// Which files a search looks at, and which the index has. Owns what a search is narrowed to, and that what is
// there but cannot be searched is named only where it would be looked for. Leaves where files stand to
// places/ and agents/.

import { agentFiles, whyNotSearched, type AgentEnvironment } from '../agents/agent-files.js';
import type { SearchQuery } from '../hit.js';
import type { SearchedFile } from '../places/file.js';
import { ownFiles, type OwnPlaces } from '../places/own-files.js';
import type { Fault } from '../places/transcript-reader.js';

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
  const own = ownFiles(places, { session, chats: looksIn('chats'), screens: looksIn('screens') });
  if (session !== undefined || !looksIn('agents')) return own;
  const agents = agentFiles(env);
  for (const sentence of whyNotSearched(agents)) fault(sentence);
  return [...own, ...agents.files];
}

/** Screens change all the time, and are looked at by each search. */
export const indexedFiles = ({ places, env }: SearchedPlaces): SearchedFile[] => [
  ...ownFiles(places, { chats: true, screens: false }),
  ...agentFiles(env).files,
];
