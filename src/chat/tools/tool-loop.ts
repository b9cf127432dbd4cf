// A turn in which the model calls tools: asked, its calls run one after the other, asked again with their
// results, until it calls none. Owns that order and how many calls a turn may have before the user is asked.
// Leaves requests to the model and each call to run-call.ts. Invariant: a call is run once, even when the
// request after it is repeated.

import type { ModelEvent } from '../model-event.js';
import type { CallsEvent, ChatModel, ModelRequest, ToolStep } from '../ports.js';
import { YES_OR_NO, type UserReply } from '../user-question.js';
import { runCall } from './run-call.js';
import type { Ask, Tool, ToolSet } from './tool-set.js';

/** After these the model may be going in circles, at the user's cost. */
const CALLS_UNASKED = 25;

/** The model for one turn, which goes on where it was when it is streamed again. */
export function withTools(model: ChatModel, tools: ToolSet | undefined): ChatModel {
  const { step } = model;
  if (!tools || !step) return model;
  const loop = new ToolLoop({ ...model, step }, tools);
  return { ...model, stream: (request) => loop.stream(request) };
}

class ToolLoop {
  readonly #steps: ToolStep[] = [];
  #tools: readonly Tool[] | undefined;
  #calls = 0;

  readonly #model: ChatModel & Required<Pick<ChatModel, 'step'>>;
  readonly #set: ToolSet;

  constructor(model: ChatModel & Required<Pick<ChatModel, 'step'>>, set: ToolSet) {
    this.#model = model;
    this.#set = set;
  }

  async *stream(request: ModelRequest): AsyncGenerator<ModelEvent> {
    const { signal } = request;
    const ask: Ask = request.ask ?? nobody;
    const notices: string[] = [];
    const notice = (text: string): void => void notices.push(text);
    const tools = (this.#tools ??= await this.#set.list({ signal, ask, notice }));
    if (signal.aborted) return;
    for (const text of notices) yield { type: 'notice', text };
    if (tools.length === 0) {
      yield* this.#model.stream(request);
      return;
    }
    const specs = tools.map(({ spec }) => spec);
    while (!signal.aborted) {
      let asked: CallsEvent | undefined;
      for await (const event of this.#model.step({ ...request, tools: specs, steps: this.#steps }))
        if (event.type === 'calls') asked = event;
        else yield event;
      if (!asked || !(yield* this.#run(asked, tools, { signal, ask }))) return;
      yield { type: 'message' };
    }
  }

  /** False: the turn has ended. */
  async *#run(
    { calls, said }: CallsEvent,
    tools: readonly Tool[],
    { signal, ask }: { signal: AbortSignal; ask: Ask },
  ): AsyncGenerator<ModelEvent, boolean> {
    const { permissions } = this.#set;
    const mask = (text: string): string => this.#set.mask(text);
    const results: ToolStep['results'][number][] = [];
    for (const call of calls) {
      if (signal.aborted) return false;
      if (this.#calls > 0 && this.#calls % CALLS_UNASKED === 0 && !(await this.#mayGoOn(ask))) {
        yield { type: 'interrupted', note: `stopped after ${this.#calls} tool calls` };
        return false;
      }
      this.#calls++;
      const ports = { tools, permissions, mask, ask, signal };
      const { output, isError, refused } = yield* runCall(`tool-${this.#calls}`, call, ports);
      if (refused) {
        yield { type: 'interrupted', note: 'ended at your no' };
        return false;
      }
      results.push({ id: call.id, name: call.name, output, isError });
    }
    this.#steps.push({ said, results });
    return !signal.aborted;
  }

  async #mayGoOn(ask: Ask): Promise<boolean> {
    const reply = await ask({
      kind: 'choice',
      text: `${this.#calls} tool calls in this turn so far. Go on?`,
      options: YES_OR_NO,
    });
    return reply.type === 'option' && reply.option.id === 'yes';
  }
}

const nobody = (): Promise<UserReply> => Promise.resolve({ type: 'cancelled' });
