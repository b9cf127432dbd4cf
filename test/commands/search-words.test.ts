// What is marked of the words of a search, and how an agent's conversation is resumed.

import { describe, expect, it } from 'vitest';

import { resumeWords } from '../../src/commands/search/resume-words.js';
import { wordPattern } from '../../src/commands/search/word-pattern.js';

const marked = (words: string, line: string): string[] =>
  wordPattern(words)
    .find(line)
    .map(({ start, end }) => line.slice(start, end));

describe('the words of a search in a line', () => {
  it.each([
    ['fish red', 'a Red fish, redder', ['Red', 'fish', 'red']],
    ['"red fish" blue', 'red fish; fish and red', ['red fish']],
    ['cafe', 'im Café, CAFE', ['Café', 'CAFE']],
    ['水中', '斑馬魚在水中游泳', ['水中']],
    ['in ing', 'inging', ['ing', 'ing']],
    ['whale', 'a fish', []],
  ])('%s in %s', (words, line, found) => expect(marked(words, line)).toEqual(found));
});

describe('an agent that resumes what it keeps', () => {
  it.each([
    ['claude', ['claude', '--resume', 'id-1']],
    ['codex', ['codex', 'resume', 'id-1']],
    ['gemini', ['gemini', '--resume', 'id-1']],
    ['opencode', ['opencode', '--session', 'id-1']],
  ])('%s runs in its directory', (agent, words) =>
    expect(resumeWords(agent, { conversation: 'id-1', directory: '/src/a b' })).toEqual([
      'new',
      '--cwd',
      '/src/a b',
      '--',
      ...words,
    ]),
  );

  it('is not guessed', () => {
    expect(resumeWords('pi', { conversation: 'x', directory: undefined })).toBeUndefined();
  });
});
