// What an agent repeats when it loads a session, as turns (pure): which are whose is found out later. Owns
// where a turn begins. Leaves what updates mean to agent-updates.ts.

import type { ModelEvent } from '../model-event.js';
import { readBlock } from './tool-content.js';
import { asFields, asText, fieldAt } from './wire-fields.js';

export interface ReplayedTurn {
  /** The user's words, in the pieces in which they came: an agent may give each block of a prompt alone. */
  asked: readonly string[];
  /** Text and reasoning in one piece each. */
  events: readonly ModelEvent[];
}

interface TurnSoFar {
  asked: string[];
  events: ModelEvent[];
}

export class ReplayedTurns {
  readonly #turns: TurnSoFar[] = [];

  get all(): readonly ReplayedTurn[] {
    return this.#turns;
  }

  /** params: of a `session/update`; events: what they mean. */
  add(params: unknown, events: readonly ModelEvent[]): void {
    const update = asFields(fieldAt(params, 'update'));
    if (asText(update?.['sessionUpdate']) === 'user_message_chunk') {
      const text = readBlock(asFields(update?.['content']));
      if (text !== undefined && text !== '') this.#addAsked(text);
      return;
    }
    const turn = this.#turns.at(-1);
    if (turn) for (const event of events) addEvent(turn, event);
  }

  #addAsked(text: string): void {
    const last = this.#turns.at(-1);
    if (last && last.events.length === 0) last.asked.push(text);
    else this.#turns.push({ asked: [text], events: [] });
  }
}

function addEvent({ events }: TurnSoFar, event: ModelEvent): void {
  const last = events.at(-1);
  if (event.type === 'text' && last?.type === 'text')
    events[events.length - 1] = { type: 'text', text: last.text + event.text };
  else if (event.type === 'thought' && last?.type === 'thought')
    events[events.length - 1] = { type: 'thought', text: last.text + event.text };
  else if (SHOWN.has(event.type)) events.push(event);
}

/** What of a replay belongs to the turn that it came in. */
const SHOWN: ReadonlySet<ModelEvent['type']> = new Set(['text', 'message', 'thought', 'tool', 'plan']);
