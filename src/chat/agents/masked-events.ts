// What an agent says without the values of secret variables (pure), however it is cut into pieces: what may
// be the beginning of one is held back until more has come. Owns the order of events. Leaves what secrets are
// to named-secrets.ts, and the texts of tool calls to known-calls.ts, which sees them whole.

import type { ModelEvent } from '../model-event.js';
import type { UserQuestion } from '../user-question.js';
import type { NamedSecrets } from './named-secrets.js';

type PieceType = 'text' | 'thought';

export class MaskedEvents {
  #held: { type: PieceType; text: string } | undefined;

  readonly #secrets: NamedSecrets;

  constructor(secrets: NamedSecrets) {
    this.#secrets = secrets;
  }

  /** What can be shown by now, in its order. */
  push(event: ModelEvent): ModelEvent[] {
    if (event.type !== 'text' && event.type !== 'thought')
      return [...(INTERRUPTS_NOTHING.has(event.type) ? [] : this.flush()), maskEvent(event, this.#secrets)];
    const { type } = event;
    const before = this.#held?.type === type ? [] : this.flush();
    const { clean, rest } = this.#secrets.nameSoFar((this.#held?.text ?? '') + event.text);
    this.#held = rest === '' ? undefined : { type, text: rest };
    return clean === '' ? before : [...before, { type, text: clean }];
  }

  /** What was held back: nothing more comes after it. */
  flush(): ModelEvent[] {
    const held = this.#held;
    this.#held = undefined;
    return held ? [{ ...held, text: this.#secrets.name(held.text) }] : [];
  }
}

/** What may come in the middle of a word. */
const INTERRUPTS_NOTHING: ReadonlySet<ModelEvent['type']> = new Set([
  'usage',
  'options',
  'commands',
  'title',
]);

/** Of events of which nothing more follows, not even of a text. */
export const maskWhole = (event: ModelEvent, secrets: NamedSecrets): ModelEvent =>
  event.type === 'text' || event.type === 'thought'
    ? { ...event, text: secrets.name(event.text) }
    : maskEvent(event, secrets);

/** Of events that are whole. */
export function maskEvent<Event extends ModelEvent>(event: Event, secrets: NamedSecrets): Event;
export function maskEvent(event: ModelEvent, secrets: NamedSecrets): ModelEvent {
  const mask = (text: string): string => secrets.name(text);
  switch (event.type) {
    case 'plan':
      return { ...event, entries: event.entries.map((entry) => ({ ...entry, text: mask(entry.text) })) };
    case 'title':
      return { ...event, title: mask(event.title) };
    case 'notice':
      return { ...event, text: mask(event.text) };
    case 'error':
      return { ...event, message: mask(event.message) };
    case 'finish':
      return event.complete ? event : { ...event, message: mask(event.message) };
    case 'interrupted':
      return event.note === undefined ? event : { ...event, note: mask(event.note) };
    default:
      return event;
  }
}

/** Its words; values that go back to the agent stay as they are. */
export function maskQuestion(question: UserQuestion, secrets: NamedSecrets): UserQuestion {
  const text = secrets.name(question.text);
  if (question.kind === 'permission' || question.kind === 'choice')
    return {
      ...question,
      text,
      options: question.options.map((option) => ({ ...option, name: secrets.name(option.name) })),
    };
  if (question.kind !== 'form') return { ...question, text };
  const fields = question.fields.map((field) => ({
    ...field,
    title: secrets.name(field.title),
    ...(field.description === undefined ? {} : { description: secrets.name(field.description) }),
  }));
  return { ...question, text, fields };
}
