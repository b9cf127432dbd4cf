// One provider's model of the AI SDK as a ChatModel. Owns the life of one HTTP request per turn and the
// mapping of stream parts to ModelEvents; the wording of ends is describe-finish.ts's, of failures
// provider-failure.ts's. Invariant: nothing is retried, one turn is at most one request, and the connection
// is closed when the consumer stops.

import type {
  LanguageModelV3,
  LanguageModelV3FinishReason,
  LanguageModelV3Prompt,
  LanguageModelV3StreamPart,
} from '@ai-sdk/provider';
import type { ModelEvent } from '../model-event.js';
import type { CallsEvent, ChatModel, ModelRequest, StepRequest } from '../ports.js';
import { WholeAnswer } from './answer-body.js';
import { describeFinish, describeNoFinish, type Received } from './describe-finish.js';
import type { ErrorEvent, FailureContext } from './failure-context.js';
import { IDLE_LIMITS, IdleWatch, type IdleLimits } from './idle-watch.js';
import { describeBreak, describeFailure, IdleTimeout, isEndWithoutFinish } from './provider-failure.js';
import { ReasoningTags } from './reasoning-tags.js';
import { functionTools, SaidParts, stepMessages } from './said-parts.js';
import { userContent } from './user-content.js';
import { withinServer } from './redirects.js';
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
  fetch?: typeof globalThis.fetch;
  idleLimits?: IdleLimits;
}

export function createSdkModel(options: SdkModelOptions): ChatModel {
  const { name, context, fault, idleLimits = IDLE_LIMITS } = options;

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
    const wire = watchFetch(withinServer(options.fetch ?? globalThis.fetch, context), idle, context);
    const onAbort = (): void => connection.abort(request.signal.reason);
    request.signal.addEventListener('abort', onAbort);
    const prompt = [...toPrompt(request, name), ...stepMessages(step?.steps ?? [])];
    const answer = new AnswerReader(wire.findFailure, context, step);
    try {
      idle.expectMore();
      const { stream: parts } = await options.open(wire.fetch).doStream({
        prompt,
        abortSignal: connection.signal,
        ...(step ? { tools: functionTools(step) } : {}),
      });
      for await (const part of parts) {
        if (request.signal.aborted) return;
        for (const event of answer.read(part)) {
          idle.heardPiece();
          idle.hold();
          yield event;
          if (event.type !== 'text') return;
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
    // Without a step nothing asks for calls.
    stream: (request) => send(request, undefined) as AsyncGenerator<ModelEvent>,
    step: (request) => send(request, request),
  };
}

/** Finish reasons that no package invents for a stream that broke off. */
const SAID: ReadonlySet<LanguageModelV3FinishReason['unified']> = new Set([
  'stop',
  'length',
  'content-filter',
  'tool-calls',
]);

/** The parts of one answer as events: text as it arrives, then one end. */
class AnswerReader {
  readonly #tags = new ReasoningTags();
  readonly #received: Received = { hasText: false, hasReasoning: false, toolName: undefined };

  /** undefined: it was offered no tools. */
  readonly #said: SaidParts | undefined;
  /** It has done something in this turn: it need not say anything. */
  readonly #hasDone: boolean;

  readonly #findFailure: () => unknown;
  readonly #context: FailureContext;

  constructor(findFailure: () => unknown, context: FailureContext, step: StepRequest | undefined) {
    this.#findFailure = findFailure;
    this.#context = context;
    this.#said = step && new SaidParts();
    this.#hasDone = step !== undefined && step.steps.length > 0;
  }

  /** Nothing for parts without meaning for a reader: begin and end marks, metadata, reasoning. */
  read(part: LanguageModelV3StreamPart): (ModelEvent | CallsEvent)[] {
    this.#said?.add(part);
    switch (part.type) {
      case 'text-delta': {
        const { text, hasReasoning } = this.#tags.push(part.delta);
        this.#received.hasReasoning ||= hasReasoning;
        return this.#text(text);
      }
      case 'reasoning-delta':
        this.#received.hasReasoning ||= part.delta !== '';
        return [];
      case 'tool-input-start':
      case 'tool-call':
        this.#received.toolName = part.toolName;
        return [];
      case 'error':
        return isEndWithoutFinish(part.error) ? this.end() : this.fail(part.error);
      case 'finish': {
        const { unified } = part.finishReason;
        if (this.#said?.hasCalls && (unified === 'tool-calls' || unified === 'stop'))
          return [...this.#text(this.#tags.end()), this.#said.event];
        if (unified === 'stop' && this.#hasDone) this.#received.hasText = true;
        const describe = (): ModelEvent => describeFinish(part.finishReason, this.#received, this.#context);
        // What the provider has said about the end counts, whatever happened to the connection afterwards.
        return SAID.has(part.finishReason.unified)
          ? [...this.#text(this.#tags.end()), describe()]
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
        if (event.type !== 'text') return;
      }
    }
  }

  /** The stream ended and gave no reason. */
  end(): ModelEvent[] {
    return this.#close(() => describeNoFinish(this.#received, this.#context));
  }

  fail(error: unknown): ModelEvent[] {
    return [...this.#text(this.#tags.end()), describeFailure(error, this.#context)];
  }

  /** If the connection broke, that is the end, whatever the package made of it. */
  #close(describe: () => ModelEvent): ModelEvent[] {
    const rest = this.#text(this.#tags.end());
    const failure = this.#findFailure();
    return [...rest, failure === undefined ? describe() : describeBreak(failure, this.#context)];
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
