// What an attachment over ssh has beside the frames of any other: its input in numbered frames, and pings
// that find out whether the connection is alive. Owns both for one connection. Leaves what happens when it
// is dead to attach-remote.ts.

import { encodeMessage } from '../../protocol/framing.js';
import type { LinkTraits } from '../../protocol/messages.js';
import { encodeInput } from '../../protocol/numbered-input.js';
import type { RelayedLink } from '../relay.js';
import { PasteGatherer } from './paste-gatherer.js';

export interface LinkTimes {
  pingMs: number;
  /** So many pings without a sign of life since the first of them. */
  unanswered: number;
}

export const USUAL_TIMES: LinkTimes = { pingMs: 5_000, unanswered: 3 };
/** A terminal sends a paste at once: what follows so late is another thing. */
const PASTE_PAUSE_MS = 1_000;

export class LiveLink implements RelayedLink {
  readonly #gatherer = new PasteGatherer();
  #send = (_frame: Uint8Array): boolean => true;
  #pings: NodeJS.Timeout | undefined;
  #pause: NodeJS.Timeout | undefined;
  #unanswered = 0;
  #isReading = true;

  readonly #traits: LinkTraits;
  readonly #times: LinkTimes;

  /** traits: its number goes up with every input. */
  constructor(traits: LinkTraits, times: LinkTimes = USUAL_TIMES) {
    this.#traits = traits;
    this.#times = times;
  }

  begin(send: (frame: Uint8Array) => boolean, onDead: () => void): void {
    this.#send = send;
    this.heard();
    const { pingMs, unanswered } = this.#times;
    // Counted, not timed: while this process or its machine was stopped nothing could be heard.
    this.#pings = setInterval(() => {
      if (this.#unanswered >= unanswered) return onDead();
      if (this.#isReading) this.#unanswered++;
      send(encodeMessage({ type: 'ping' }));
    }, pingMs);
  }

  heard(): void {
    this.#unanswered = 0;
  }

  /** While this terminal takes nothing, nothing is read: silence is no sign then. */
  setReading(isOn: boolean): void {
    this.#isReading = isOn;
    this.heard();
  }

  keys(bytes: Buffer): boolean {
    clearTimeout(this.#pause);
    const isFree = this.#sendInputs(this.#gatherer.push(bytes));
    if (this.#gatherer.isWaiting)
      this.#pause = setTimeout(() => this.#sendInputs(this.#gatherer.giveUp()), PASTE_PAUSE_MS);
    return isFree;
  }

  stop(): void {
    clearInterval(this.#pings);
    clearTimeout(this.#pause);
    if (this.#gatherer.giveUp().length > 0) this.#traits.unsent++;
  }

  #sendInputs(inputs: readonly Uint8Array[]): boolean {
    let isFree = true;
    for (const input of inputs) isFree = this.#send(encodeInput(++this.#traits.sent, input));
    return isFree;
  }
}
