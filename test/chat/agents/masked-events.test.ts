// Values of secret variables in what an agent says: gone at any split of the text, and nothing else changed.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { MaskedEvents, maskQuestion } from '../../../src/chat/agents/masked-events.js';
import { NamedSecrets } from '../../../src/chat/agents/named-secrets.js';
import type { ModelEvent } from '../../../src/chat/model-event.js';

const KEY = 'k3y-abcabcabcabc-9876';
const LONGER = `${KEY}-and-more`;
const ENV = {
  OPENAI_API_KEY: KEY,
  OTHER_TOKEN: LONGER,
  REPEATED_SECRET: 'abcabcabcabc',
  HOME: '/home/somebody',
};
const secrets = new NamedSecrets(ENV, {});

const joined = (events: readonly ModelEvent[]): string =>
  events.flatMap((event) => (event.type === 'text' || event.type === 'thought' ? [event.text] : [])).join('');

describe('what an agent says', () => {
  it('has no secrets, whatever pieces it comes in', () => {
    const part = fc.constantFrom(
      KEY,
      LONGER,
      'abcabcabcabc',
      'abc',
      'k3y',
      'k3y-abcabcabcab',
      '-and',
      ' words ',
      'x',
    );
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 12 }),
        fc.array(fc.nat(60), { maxLength: 20 }),
        fc.constantFrom('text' as const, 'thought' as const),
        (parts, cuts, type) => {
          const text = parts.join('');
          const places = [...new Set([0, ...cuts.filter((cut) => cut < text.length), text.length])].sort(
            (a, b) => a - b,
          );
          const masked = new MaskedEvents(secrets);
          const pieces = places.slice(1).map((end, at) => text.slice(places[at], end));
          const events = [
            ...pieces.flatMap((piece) => masked.push({ type, text: piece })),
            ...masked.flush(),
          ];
          expect(joined(events)).toBe(secrets.name(text));
          for (const value of [KEY, LONGER, 'abcabcabcabc']) expect(joined(events)).not.toContain(value);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('is shown at once where no secret may begin', () => {
    const masked = new MaskedEvents(secrets);
    expect(masked.push({ type: 'text', text: 'hello ' })).toEqual([{ type: 'text', text: 'hello ' }]);
    expect(masked.push({ type: 'text', text: 'the k' })).toEqual([{ type: 'text', text: 'the ' }]);
    expect(masked.push({ type: 'text', text: 'ey' })).toEqual([{ type: 'text', text: 'key' }]);
  });

  it('keeps its order with what comes between', () => {
    const masked = new MaskedEvents(secrets);
    const events = [
      ...masked.push({ type: 'text', text: 'a k3y' }),
      ...masked.push({ type: 'message' }),
      ...masked.push({ type: 'thought', text: KEY }),
      ...masked.push({ type: 'notice', text: `it said ${KEY}` }),
    ];
    expect(events).toEqual([
      { type: 'text', text: 'a ' },
      { type: 'text', text: 'k3y' },
      { type: 'message' },
      { type: 'thought', text: '«OPENAI_API_KEY»' },
      { type: 'notice', text: 'it said «OPENAI_API_KEY»' },
    ]);
  });

  it('has none in plans, titles, errors and notes', () => {
    const events: ModelEvent[] = [
      { type: 'plan', entries: [{ text: `use ${KEY}`, status: 'pending' }] },
      { type: 'title', title: KEY },
      { type: 'error', message: `wrong key ${KEY}`, needsUser: true },
      { type: 'interrupted', note: KEY },
      { type: 'finish', complete: false, reason: 'x', message: KEY },
    ];
    const masked = new MaskedEvents(secrets);
    const shown = JSON.stringify(events.flatMap((event) => masked.push(event)));
    expect(shown).not.toContain(KEY);
    expect(shown.match(/«OPENAI_API_KEY»/g)).toHaveLength(5);
  });
});

describe('a question', () => {
  it('has none in its words, and keeps what is sent back', () => {
    const asked = maskQuestion(
      {
        kind: 'form',
        text: KEY,
        fields: [
          {
            name: KEY,
            title: KEY,
            description: KEY,
            type: 'choice',
            required: true,
            values: [{ value: KEY, name: 'one' }],
          },
        ],
      },
      secrets,
    );
    expect(asked).toMatchObject({
      text: '«OPENAI_API_KEY»',
      fields: [
        { name: KEY, title: '«OPENAI_API_KEY»', description: '«OPENAI_API_KEY»', values: [{ value: KEY }] },
      ],
    });
  });
});
