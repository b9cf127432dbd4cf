import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createGuide, type GuideOptions } from '../../../src/chat/providers/guide.js';
import { citeSection } from '../../../src/guide/guide-index.js';
import { indexManual } from '../../../src/guide/load-guide-index.js';
import { collect } from './collect.js';

const questions = JSON.parse(
  readFileSync(new URL('../../../fixtures/guide/questions.json', import.meta.url), 'utf8'),
) as { answered: { question: string; section: string }[]; unanswered: string[] };

const index = indexManual();

const makeGuide = (options: Partial<GuideOptions> = {}) =>
  createGuide({
    loadIndex: () => index,
    findPrograms: () => Promise.resolve([]),
    pieceIntervalMs: 0,
    ...options,
  });

/** The first hundred characters: a whole answer takes a tenth of a second. */
async function readBeginning(question: string): Promise<string> {
  const messages = [{ role: 'user' as const, text: question }];
  let text = '';
  for await (const event of makeGuide().stream({
    instruction: undefined,
    messages,
    signal: new AbortController().signal,
  })) {
    if (event.type === 'text') text += event.text;
    if (text.length >= 100) break;
  }
  return text;
}

describe('the guide', () => {
  it('answers with the section that fits and cites it', async () => {
    const { text, end } = await collect(makeGuide(), { question: 'make one pane fullscreen' });
    expect(text).toContain('`Ctrl-q z` makes the focused pane fill the whole tab');
    expect(text).toContain('docs/manual/panes-and-tabs.md, "Zoom a pane"');
    expect(end).toEqual({ type: 'finish', complete: true, reason: 'stop' });
  });

  it('streams in small pieces that tear no word', async () => {
    const { text, pieces } = await collect(makeGuide(), { question: 'make one pane fullscreen' });
    expect(pieces.length).toBeGreaterThan(20);
    for (const piece of pieces.slice(0, -1)) expect(piece).toMatch(/\s$/);
    expect(pieces.join('')).toBe(text);
  });

  it('says in every answer that it is not a model and how to get one', async () => {
    const asked = [
      ...questions.answered.slice(0, 3).map(({ question }) => question),
      ...questions.unanswered,
      '',
    ];
    for (const question of asked) {
      const { text } = await collect(makeGuide(), { question });
      expect(text).toContain('not a model');
      for (const name of ['OPENAI_API_KEY', 'OPENAI_BASE_URL', 'QMUX_MODEL']) expect(text).toContain(name);
    }
  });

  it.each(questions.unanswered)('does not pretend to know: %s', async (question) => {
    const { text } = await collect(makeGuide(), { question });
    expect(text).toContain('The manual has no answer to that');
    expect(text.match(/^- docs\/manual\/[a-z-]+\.md, ".+"$/gm)).toHaveLength(3);
  });

  it('does not say so of a question that it answers', async () => {
    const refusal = 'The manual has no answer to that';
    const refused: string[] = [];
    for (const { question } of questions.answered) {
      if ((await readBeginning(question)).includes(refusal)) refused.push(question);
    }
    expect(refused).toEqual([]);
    expect(await readBeginning(questions.unanswered[0] ?? '')).toContain(refusal);
  });

  it('names the agents that are installed, and none that is not', async () => {
    const findPrograms = (names: readonly string[]) =>
      Promise.resolve(names.filter((name) => name !== 'gemini'));
    const { text } = await collect(makeGuide({ findPrograms }));
    expect(text).toContain('`claude`, `codex`, `opencode` (`Ctrl-q C claude`)');
    expect((await collect(makeGuide())).text).not.toContain('Ctrl-q C claude');
  });

  it('answers the last question of a conversation', async () => {
    const stream = makeGuide().stream({
      instruction: undefined,
      messages: [
        { role: 'user', text: 'how do I zoom a pane' },
        { role: 'assistant', text: '…' },
        { role: 'user', text: 'how do I rename a session' },
      ],
      signal: new AbortController().signal,
    });
    let text = '';
    for await (const event of stream) if (event.type === 'text') text += event.text;
    expect(text).toContain('"Rename a session"');
  });

  it('has the right section first for nine of ten questions in the words of users', async () => {
    const loaded = await index;
    const wrong = questions.answered.filter(({ question, section }) => {
      const best = loaded.search(question)[0];
      return !best || citeSection(best.section) !== section;
    });
    expect(questions.answered.length).toBeGreaterThanOrEqual(100);
    expect(wrong.length, `wrong: ${wrong.map(({ question }) => question).join(', ')}`).toBeLessThanOrEqual(
      10,
    );
  });

  it('says honestly what qmux does not do', async () => {
    const about = questions.answered.filter(({ section }) => section.includes('limits.md'));
    expect(about.length).toBeGreaterThanOrEqual(12);
    const { text } = await collect(makeGuide(), { question: 'plugins' });
    expect(text).toContain('There are no plugins');
    expect(text).not.toContain('<!--');
  });

  it('goes on to a section under “See also” by its number, and says the long footer once', async () => {
    const question = 'how do i scroll';
    const { text: first } = await collect(makeGuide(), { question });
    const second = /^1\. “(.+)”, /m.exec(first)?.[1] ?? 'none';
    const ask = async (number: string): Promise<string> => {
      const messages = [
        { role: 'user' as const, text: question },
        { role: 'assistant' as const, text: first },
        { role: 'user' as const, text: number },
      ];
      let text = '';
      const request = { instruction: undefined, messages, signal: new AbortController().signal };
      for await (const event of makeGuide().stream(request)) if (event.type === 'text') text += event.text;
      return text;
    };
    const followed = await ask(' 1 ');
    expect(followed).toContain(`## ${second}\n`);
    expect(followed).toContain('I am the guide, not a model');
    expect(followed).not.toContain('OPENAI_API_KEY');
    expect(await ask('9')).toContain('The manual has no answer to that');
  });

  it('loads its index at the first question, not before', async () => {
    let loads = 0;
    const loadIndex = () => {
      loads++;
      return indexManual();
    };
    const guide = makeGuide({ loadIndex });
    expect(loads).toBe(0);
    await collect(guide);
    expect(loads).toBe(1);
  });

  it('ends silently when it is interrupted', async () => {
    const controller = new AbortController();
    const events: string[] = [];
    const request = { instruction: undefined, messages: [], signal: controller.signal };
    for await (const event of makeGuide({ pieceIntervalMs: 1 }).stream(request)) {
      events.push(event.type);
      if (events.length === 2) controller.abort();
    }
    expect(events).toEqual(['text', 'text']);
  });

  it('reports an index that cannot be read in its stream', async () => {
    const { end } = await collect(makeGuide({ loadIndex: () => Promise.reject(new Error('bad JSON')) }));
    expect(end).toEqual({
      type: 'error',
      message: 'cannot read the manual (bad JSON); install qmux again',
      needsUser: false,
    });
  });
});
