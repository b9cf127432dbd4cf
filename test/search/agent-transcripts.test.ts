// What agents keep of their conversations, as they wrote it (fixtures/agent-transcripts/), searched.

import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { agentFiles } from '../../src/search/agents/agent-files.js';
import type { SearchQuery } from '../../src/search/hit.js';
import { IGNORED } from '../../src/search/places/folders.js';
import type { FoundHit } from '../../src/search/messages.js';
import { newDirectory } from '../temporary-directory.js';
import { SearchPlaces } from './search-places.js';

const NEW = resolve('fixtures/agent-transcripts');
const OLD = join(NEW, 'older');

/** Reading them once is enough. */
const shared = new SearchPlaces();
shared.agentHome = NEW;
let place = shared;
afterEach(() => place.closeIndex());

function placeWith(home: string): SearchPlaces {
  place = new SearchPlaces();
  place.agentHome = home;
  return place;
}

const sources = (hits: readonly FoundHit[]): string[] =>
  [...new Set(hits.map(({ source }) => source))].sort();

describe("agents' transcripts", () => {
  it.each([
    ['kingfisher', ['claude', 'codex', 'opencode']],
    ['grosser ubermut', []],
    ['größer ubermut', ['claude', 'codex', 'gemini', 'opencode']],
    ['斑馬魚 🐟', ['claude', 'codex', 'gemini', 'opencode']],
    ['"back\\slash"', ['claude', 'codex', 'gemini', 'opencode']],
    ['REASONWORD', ['claude', 'codex', 'gemini', 'opencode']],
    ['gannet', ['claude']],
    ['base_instructions', []],
    ['skill_listing', []],
  ])('have %s where it was said, once', async (words, expected) => {
    const hits = await shared.search(words);
    expect(sources(hits)).toEqual(expected);
    const places = hits.map(
      ({ source, conversation, turn, file }) => `${source} ${conversation} ${turn} ${file}`,
    );
    expect(new Set(places).size).toBe(places.length);
  });

  it('say whose conversation it is, where it ran and what it is called', async () => {
    place = shared;
    const hits = await place.search('typed pelican tui');
    expect(hits.find(({ source }) => source === 'codex')).toMatchObject({
      name: 'Pelican chat',
      conversation: '01a20000-0000-7000-8000-000000000039',
      directory: '/home/user/project',
      turn: 1,
      part: 'question',
      text: 'Typed pelican in the TUI',
    });
    const helpers = (await place.search('"find the stickleback"')).filter(({ name }) =>
      name.endsWith(' (helper)'),
    );
    expect(sources(helpers)).toEqual(['claude', 'codex', 'gemini']);
  });

  it('are found in the forms of a year ago', async () => {
    expect(sources(await placeWith(OLD).search('walrus answer'))).toEqual(['claude', 'codex', 'gemini']);
    expect(place.messages.at(-1)).toMatchObject({
      problems: ['not searched: 1 compressed transcript of Codex'],
    });
  });

  it('are named where they cannot be searched, and would be', async () => {
    const home = newDirectory();
    const opencode = join(home, '.local/share/opencode');
    mkdirSync(join(opencode, 'storage/message/ses_1'), { recursive: true });
    placeWith(home);
    const said = async (query: Partial<SearchQuery>): Promise<unknown> => {
      await place.search('x', query);
      const end = place.messages.at(-1);
      return end?.type === 'end' ? end.problems : undefined;
    };
    const older = `not searched: conversations of OpenCode before 1.2 (${opencode}/storage)`;
    expect([await said({}), await said({ in: 'agents' })]).toEqual([[older], [older]]);
    expect([await said({ in: 'chats' }), await said({ session: 's' })]).toEqual([[], []]);
    writeFileSync(join(opencode, 'opencode.db'), '');
    expect(await said({})).not.toContain(older);
    // Such as one that may not be read, which nothing keeps from root.
    const projects = join(home, '.claude/projects');
    mkdirSync(join(home, '.claude'));
    symlinkSync(projects, projects);
    expect(await said({})).toContain(`${projects} cannot be searched: too many symbolic links encountered`);
  });

  it('are in the index, with what scanning finds', async () => {
    const words = ['walrus', 'kingfisher', '"second line"'];
    const scanned: FoundHit[][] = [];
    for (const each of words) scanned.push(await shared.search(each));
    place = shared;
    await place.useIndex();
    expect(await place.indexed('"walrus"')).toBeGreaterThan(8);
    for (const [at, each] of words.entries()) expect(await place.search(each)).toEqual(scanned[at]);
  });

  it('are looked for where variables say, and no link inside is followed', async () => {
    const home = newDirectory();
    const moved = join(home, 'moved');
    cpSync(join(NEW, '.codex'), moved, { recursive: true });
    const projects = join(home, '.claude/projects/-x');
    mkdirSync(projects, { recursive: true });
    symlinkSync(join(moved, 'session_index.jsonl'), join(projects, 'link.jsonl'));
    // Round in a circle, and to a folder elsewhere.
    symlinkSync(moved, join(moved, 'sessions/round'));
    symlinkSync(join(NEW, '.codex/sessions'), join(moved, 'sessions/2020'));
    const files = agentFiles({ HOME: home, CODEX_HOME: moved, CLAUDE_CONFIG_DIR: 'relative' }, IGNORED);
    expect(files.filter(({ kind }) => kind === 'codex')).toHaveLength(6);
    expect(await placeWith(home).search('Pelican')).toEqual([]);
    expect(place.messages.at(-1)).toMatchObject({
      problems: [expect.stringContaining('link.jsonl cannot be searched: too many symbolic links')],
    });
  });
});
