import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { buildGuideIndex, citeSection, restoreGuideIndex, splitManual } from '../../src/guide/guide-index.js';
import { indexManual } from '../../src/guide/load-guide-index.js';
import { countProcessorTime } from '../harness/processor-time.js';

const manual = indexManual();

interface Questions {
  answered: { question: string; section: string }[];
  unanswered: string[];
}
const questions = JSON.parse(
  readFileSync(new URL('../../fixtures/guide/questions.json', import.meta.url), 'utf8'),
) as Questions;

describe('the manual', () => {
  it('is split at its second-level headings, each with page and text', () => {
    const markdown = '# Page\n\nintro\n\n## One\n\nfirst\n\n### detail\n\nmore\n\n## Two\n\nsecond\n';
    expect(splitManual('page.md', markdown)).toEqual([
      { file: 'page.md', page: 'Page', heading: 'One', text: 'first\n\n### detail\n\nmore' },
      { file: 'page.md', page: 'Page', heading: 'Two', text: 'second' },
    ]);
  });

  it('has a title on every page, a text under every heading, and no heading twice', async () => {
    const { sections } = await manual;
    expect(sections.length).toBeGreaterThan(70);
    for (const section of sections) {
      expect(section.page).not.toBe(section.file);
      expect(section).toHaveProperty('text', expect.stringMatching(/\S/));
    }
    const headings = sections.map(({ heading }) => heading.toLowerCase());
    expect(headings).toEqual([...new Set(headings)]);
  });
});

describe("questions in a user's words", () => {
  it('are at least forty and ten, different ones, and none is a heading', async () => {
    const { sections } = await manual;
    const asked = [...questions.answered.map(({ question }) => question), ...questions.unanswered];
    expect(questions.answered.length).toBeGreaterThanOrEqual(40);
    expect(questions.unanswered.length).toBeGreaterThanOrEqual(10);
    expect(new Set(asked).size).toBe(asked.length);
    const headings = new Set(sections.map(({ heading }) => heading.toLowerCase()));
    expect(asked.filter((question) => headings.has(question.toLowerCase().replace(/\?$/, '')))).toEqual([]);
    const cited = new Set(sections.map(citeSection));
    expect(questions.answered.filter(({ section }) => !cited.has(section))).toEqual([]);
  });

  it('find the right section first for at least 34 in 40', async () => {
    const index = await manual;
    const wrong = questions.answered.flatMap(({ question, section }) => {
      const first = index.search(question)[0];
      const found = first ? citeSection(first.section) : 'nothing';
      return found === section ? [] : [`${question} → ${found}, not ${section}`];
    });
    const tolerated = Math.floor((questions.answered.length * 6) / 40);
    expect(wrong.slice(tolerated)).toEqual([]);
  });
});

describe('the index', () => {
  const sections = splitManual(
    'page.md',
    '# Page\n\n## Close a tab\n\nCloses it.\n\n## Queue prompts\n\nThey wait.\n\n## Colours\n\nTruecolor.\n',
  );
  const firstHeading = (question: string): string | undefined =>
    buildGuideIndex(sections).search(question)[0]?.section.heading;

  it('finds words in other forms, by synonyms and with a letter wrong', () => {
    expect(firstHeading('closing tabs')).toBe('Close a tab');
    expect(firstHeading('how do I get rid of a window')).toBe('Close a tab');
    expect(firstHeading('colurs')).toBe('Colours');
  });

  it('finds nothing for words it does not hold, for none, and for another script', () => {
    for (const question of ['zebra', '', 'how do I', '漢字']) expect(firstHeading(question)).toBeUndefined();
  });

  it('ranks the same after it was stored and restored', async () => {
    const index = await manual;
    const stored = JSON.parse(JSON.stringify(index.toStored())) as ReturnType<typeof index.toStored>;
    const restored = restoreGuideIndex(stored);
    for (const { question } of questions.answered.slice(0, 10)) {
      expect(restored.search(question)).toEqual(index.search(question));
    }
  });

  it('is not held up by a whole file as question', async () => {
    const index = await manual;
    const words = Array.from({ length: 200_000 }, (_, number) => `word${number}`).join(' ');
    const spentMs = countProcessorTime();
    index.search(words);
    // 10 ms; searching every word takes many seconds.
    expect(spentMs()).toBeLessThan(1000);
  });
});
