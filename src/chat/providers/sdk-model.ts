// One provider's model of the AI SDK as a ChatModel. Owns the life of one HTTP request per turn and the
// mapping of stream parts to ModelEvents; the wording of ends is describe-finish.ts's, of failures
// provider-failure.ts's. Invariant: one stream is at most one request, which is never repeated here, and the
// connection is closed when the consumer stops.

import type {
  LanguageModelV3,
  LanguageModelV3FinishReason,
  LanguageModelV3Prompt,
  LanguageModelV3StreamPart,
  SharedV3ProviderOptions,
} from '@ai-sdk/provider';
import type { ModelEvent } from '../model-event.js';
import type { CallsEvent, ChatModel, ModelRequest, StepRequest } from '../ports.js';
import { WholeAnswer } from './answer-body.js';
import { describeFinish, describeNoFinish, type Received } from './failures/describe-finish.js';
import type { ErrorEvent, FailureContext } from './failures/failure-context.js';
import type { ModelFacts } from './facts/model-facts.js';
import { IDLE_LIMITS, IdleWatch, type IdleLimits } from './idle-watch.js';
import {
  describeBreak,
  describeFailure,
  IdleTimeout,
  isEndWithoutFinish,
} from './failures/provider-failure.js';
import { ReasoningTags, type SplitText } from './reasoning-tags.js';
import { withRetryWish } from './failures/retry-wish.js';
import { functionTools, SaidParts, stepMessages } from './said-parts.js';
import { takesImages } from './facts/takes-images.js';
import { usageOf } from './facts/token-usage.js';
import { userContent } from './user-content.js';
import { watchFetch } from './watched-fetch.js';
import { readWholeAnswer } from './whole-answer.js';

export interface SdkModelOptions {
  /** `provider/MODEL`. */
  name: string;
  /** The provider's model on this fetch; sends nothing yet. */
  open(fetch: typeof globalThis.fetch): LanguageModelV3;
  context: FailureContext;
  /** What is wrong before anything is sent; then nothing is. */
  fault: ErrorEvent | undefined;
  facts?: ModelFacts;
  settings?: SharedV3ProviderOptions;
  /** What this provider wants to be said of the prompt beside what is in it. */
  markPrompt?(prompt: LanguageModelV3Prompt): LanguageModelV3Prompt;
  fetch?: typeof globalThis.fetch;
  idleLimits?: IdleLimits;
}

export function createSdkModel(options: SdkModelOptions): ChatModel {
  const { name, context, fault, facts = UNKNOWN, idleLimits = IDLE_LIMITS } = options;

  /** Without a step no tools are offered. */
  async function* send(
    request: ModelRequest,
    step: StepRequest | undefined,
  ): AsyncGenerator<ModelEvent | CallsEvent> {
    if (request.signal.aborted) return;
    if (fault) {
      yield fault;
      return;
    }
    const connection = new AbortController();
    const idle = new IdleWatch(idleLimits, (silentMs) => connection.abort(new IdleTimeout(silentMs)));
    const wire = watchFetch(options.fetch ?? globalThis.fetch, idle, context);
    const onAbort = (): void => connection.abort(request.signal.reason);
    request.signal.addEventListener('abort', onAbort);
    const plain = [...toPrompt(request, name), ...stepMessages(step?.steps ?? [])];
    const prompt = options.markPrompt?.(plain) ?? plain;
    const answer = new AnswerReader({ findFailure: wire.findFailure, context, facts, step });
    try {
      idle.expectMore();
      const { stream: parts } = await options.open(wire.fetch).doStream({
        prompt,
        abortSignal: connection.signal,
        ...(options.settings ? { providerOptions: options.settings } : {}),
        ...(step ? { tools: functionTools(step) } : {}),
      });
      for await (const part of parts) {
        if (request.signal.aborted) return;
        for (const event of answer.read(part)) {
          // Reasoning comes in bursts: what follows may take as long as the first of it.
          if (event.type === 'text') idle.heardPiece();
          idle.hold();
          yield event;
          if (isEnd(event)) return;
          idle.expectMore();
        }
      }
      // Some providers' packages end silently when the connection does.
      if (!request.signal.aborted) yield* answer.end();
    } catch (error) {
      if (request.signal.aborted) return;
      if (error instanceof WholeAnswer) {
        idle.hold();
        yield* answer.readAll(await readWholeAnswer(error, { open: options.open, prompt, context }));
      } else {
        yield* answer.fail(connection.signal.reason ?? error);
      }
    } finally {
      request.signal.removeEventListener('abort', onAbort);
      idle.stop();
      connection.abort();
    }
  }

  return {
    name,
    takesImages: takesImages(name),
    // Without a step nothing asks for calls.
    stream: (request) => send(request, undefined) as AsyncGenerator<ModelEvent>,
    step: (request) => send(request, request),
  };
}

const UNKNOWN: ModelFacts = { price: undefined, window: undefined };

/** Finish reasons that no package invents for a stream that broke off. */
const SAID: ReadonlySet<LanguageModelV3FinishReason['unified']> = new Set([
  'stop',
  'length',
  'content-filter',
  'tool-calls',
]);

const isEnd = ({ type }: ModelEvent | CallsEvent): boolean =>
  type === 'finish' || type === 'error' || type === 'calls';

/** The parts of one answer as events: text and reasoning as they arrive, then one end. */
class AnswerReader {
  readonly #tags = new ReasoningTags();
  readonly #received: Received = { hasText: false, hasReasoning: false, toolName: undefined };

  /** Reasoning has been reported; what follows of it is a paragraph of its own. */
  #hasThought = false;
  #isNewThought = false;

  /** undefined: it was offered no tools. */
  readonly #said: SaidParts | undefined;

  readonly #findFailure: () => unknown;
  readonly #context: FailureContext;
  readonly #facts: ModelFacts;

  constructor(given: {
    findFailure: () => unknown;
    context: FailureContext;
    facts: ModelFacts;
    step: StepRequest | undefined;
  }) {
    ({ findFailure: this.#findFailure, context: this.#context, facts: this.#facts } = given);
    this.#said = given.step && new SaidParts(given.step);
  }

  /** Nothing for parts without meaning for a reader: begin and end marks, metadata. */
  read(part: LanguageModelV3StreamPart): (ModelEvent | CallsEvent)[] {
    this.#said?.add(part);
    switch (part.type) {
      case 'text-delta':
        return this.#split(this.#tags.push(part.delta));
      case 'reasoning-start':
        this.#isNewThought = true;
        return [];
      case 'reasoning-delta':
        return this.#thought(part.delta);
      case 'tool-input-start':
      case 'tool-call':
        this.#received.toolName = part.toolName;
        return [];
      case 'error':
        return isEndWithoutFinish(part.error) ? this.end() : this.fail(part.error);
      case 'finish': {
        const describe = (): ModelEvent | CallsEvent =>
          this.#said?.endOf(part.finishReason) ??
          describeFinish(part.finishReason, this.#received, this.#context);
        const usage = usageOf(part.usage, this.#facts);
        // What the provider has said about the end counts, whatever happened to the connection afterwards.
        return SAID.has(part.finishReason.unified)
          ? [...this.#split(this.#tags.end()), ...(usage ? [usage] : []), describe()]
          : this.#close(describe);
      }
      default:
        return [];
    }
  }

  /** Parts that arrived together. */
  *readAll(parts: readonly LanguageModelV3StreamPart[]): Generator<ModelEvent | CallsEvent> {
    for (const part of parts) {
      for (const event of this.read(part)) {
        yield event;
        if (isEnd(event)) return;
      }
    }
  }

  /** The stream ended and gave no reason. */
  end(): (ModelEvent | CallsEvent)[] {
    return this.#close(() => describeNoFinish(this.#received, this.#context));
  }

  fail(error: unknown): ModelEvent[] {
    const described = describeFailure(error, this.#context);
    return [...this.#split(this.#tags.end()), withRetryWish(error, described, Date.now())];
  }

  /** If the connection broke, that is the end, whatever the package made of it. */
  #close(describe: () => ModelEvent | CallsEvent): (ModelEvent | CallsEvent)[] {
    const rest = this.#split(this.#tags.end());
    const failure = this.#findFailure();
    if (failure === undefined) return [...rest, describe()];
    return [...rest, withRetryWish(failure, describeBreak(failure, this.#context), Date.now())];
  }

  #split({ text, reasoning }: SplitText): ModelEvent[] {
    return [...this.#thought(reasoning), ...this.#text(text)];
  }

  /** Space alone is no reasoning: some models send empty tags if they are told not to think. */
  #thought(given: string): ModelEvent[] {
    this.#received.hasReasoning ||= given !== '';
    const text = this.#hasThought ? given : given.trimStart();
    if (text === '') return [];
    const isApart = this.#isNewThought && this.#hasThought;
    this.#hasThought = true;
    this.#isNewThought = false;
    return [{ type: 'thought', text: isApart ? `\n\n${text}` : text }];
  }

  #text(text: string): ModelEvent[] {
    if (text === '') return [];
    this.#received.hasText ||= text.trim() !== '';
    return [{ type: 'text', text }];
  }
}

/** Providers refuse a blank instruction, and half a character, which a cut answer may end with. */
function toPrompt(request: ModelRequest, model: string): LanguageModelV3Prompt {
  const prompt: LanguageModelV3Prompt = [];
  const instruction = request.instruction?.toWellFormed() ?? '';
  if (instruction.trim() !== '') prompt.push({ role: 'system', content: instruction });
  for (const message of request.messages) {
    if (message.role === 'user') prompt.push({ role: 'user', content: userContent(message, model) });
    else prompt.push({ role: 'assistant', content: [{ type: 'text', text: message.text.toWellFormed() }] });
  }
  return prompt;
}
