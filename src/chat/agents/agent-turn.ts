// One turn with an agent while it runs: its events, the questions that are open, and whether the user ended
// it. Owns that every open question ends with the turn. Leaves the protocol to agent-session.ts.

import type { ModelEvent } from '../model-event.js';
import type { ModelRequest } from '../ports.js';
import type { UserQuestion, UserReply } from '../user-question.js';
import { EventQueue } from './event-queue.js';
import { findFieldFault, findFormFault, type FormSchema } from './form-values.js';
import type { TurnFacts } from './turn-end.js';

const CANCELLED: UserReply = { type: 'cancelled' };

export class AgentTurn {
  readonly events = new EventQueue<ModelEvent>();
  #isRejected = false;
  #openQuestions = 0;
  readonly #end = new AbortController();

  readonly #request: Pick<ModelRequest, 'signal' | 'ask'>;

  constructor(request: Pick<ModelRequest, 'signal' | 'ask'>) {
    this.#request = request;
  }

  get hasOpenQuestion(): boolean {
    return this.#openQuestions > 0;
  }

  get facts(): TurnFacts {
    return { isInterrupted: this.#request.signal.aborted, isRejected: this.#isRejected };
  }

  /** The user rejected a tool. */
  reject(): void {
    this.#isRejected = true;
  }

  /** Open questions are answered as cancelled; nothing can be asked any more. */
  cancelQuestions(): void {
    this.#end.abort();
  }

  /** The last event of the turn, which is the only one of its kind. */
  finish(event: ModelEvent): void {
    this.events.push(event);
    this.events.close();
  }

  /**
   * Asks until the values are as the schema says. withdrawn: the agent does not want an answer any more.
   */
  async ask(question: UserQuestion, withdrawn: AbortSignal, schema: FormSchema = {}): Promise<UserReply> {
    const { ask, signal } = this.#request;
    const ended = AbortSignal.any([signal, this.#end.signal, withdrawn]);
    if (!ask || ended.aborted || this.events.isClosed) return CANCELLED;
    this.#openQuestions++;
    try {
      let asked = withFaults(question, schema);
      for (;;) {
        const reply = await firstOf(ask(asked, ended), ended);
        if (reply.type !== 'form' || asked.kind !== 'form') return reply;
        const fault = findFormFault(asked.fields, reply.values, schema);
        if (fault === undefined) return reply;
        asked = { ...asked, text: `${question.text}\n\n${fault}` };
      }
    } finally {
      this.#openQuestions--;
    }
  }
}

/** Said beside the field, while the form is open. */
const withFaults = (question: UserQuestion, schema: FormSchema): UserQuestion =>
  question.kind === 'form'
    ? { ...question, findFault: (values) => findFieldFault(question.fields, values, schema) }
    : question;

/** The agent is not kept waiting for a reply that cannot count. */
function firstOf(reply: Promise<UserReply>, ended: AbortSignal): Promise<UserReply> {
  return new Promise((resolve, reject) => {
    const cancel = (): void => resolve(CANCELLED);
    ended.addEventListener('abort', cancel, { once: true });
    reply.then(resolve, reject).finally(() => ended.removeEventListener('abort', cancel));
  });
}
