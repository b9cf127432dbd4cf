// A place with conversations and screens to be searched, and searches in it without a process.

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { SearchQuery } from '../../src/search/hit.js';
import type { FoundHit, FromSearcher } from '../../src/search/messages.js';
import { SearchRun } from '../../src/search/child/search-run.js';
import { newDirectory } from '../temporary-directory.js';

export type Line = Readonly<Record<string, unknown>>;

export class SearchPlaces {
  readonly directory = newDirectory();
  readonly places = {
    sessionsDir: join(this.directory, 'sessions'),
    chatsDir: join(this.directory, 'chats'),
    indexFile: join(this.directory, 'search', 'index.db'),
  };
  messages: FromSearcher[] = [];

  write(path: string, text: string): string {
    const file = join(this.directory, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  }

  transcript(session: string, lines: readonly Line[]): string {
    const all = [{ type: 'session', version: 1, id: session, name: `name-${session}` }, ...lines];
    return this.write(
      `sessions/${session}/transcript.jsonl`,
      all.map((line) => `${JSON.stringify(line)}\n`).join(''),
    );
  }

  async search(words: string, query: Partial<SearchQuery> = {}): Promise<FoundHit[]> {
    this.messages = [];
    await new SearchRun(
      1,
      { words, exact: false, limit: 1_000, ...query },
      {
        places: this.places,
        nowMs: 1_000_000,
        isStopped: () => false,
        send: (message) => void this.messages.push(message),
      },
    ).run();
    const end = this.messages.at(-1);
    if (end?.type !== 'end') throw new Error(`it ended with ${end?.type}`);
    return [...end.hits];
  }
}

/** A turn, whose answer is torn into pieces of so many characters. */
export function turn(
  id: string,
  {
    question,
    answer,
    pieces = 15,
    at = 1,
  }: { question: string; answer: string; pieces?: number; at?: number },
): Line[] {
  const torn = answer.match(new RegExp(`.{1,${pieces}}`, 'gsu')) ?? [];
  return [
    { type: 'question', id, parent: null, text: question, at },
    { type: 'begin', id, model: 'x/y', at },
    ...torn.map((text) => ({ type: 'piece', id, text })),
    { type: 'finish', id, finish: 'stop', at },
  ];
}
