// What a model said in one request of a turn with tools, as its provider wants it back in the next one:
// texts, reasoning and calls in their order, with the metadata by which it recognises them (signatures). Owns
// gathering it from a stream, and the prompt's messages of earlier steps. Leaves running calls to ../tools/.

import type {
  JSONSchema7,
  LanguageModelV3FinishReason,
  LanguageModelV3FunctionTool,
  LanguageModelV3Message,
  LanguageModelV3StreamPart,
  LanguageModelV3ToolCall,
  SharedV3ProviderMetadata,
} from '@ai-sdk/provider';
import type { ModelEvent } from '../model-event.js';
import type { CallsEvent, StepRequest, ToolStep } from '../ports.js';
import type { RequestedCall } from '../tools/tool-set.js';

type SaidContent = Extract<LanguageModelV3Message, { role: 'assistant' }>['content'];
type SaidPart = SaidContent[number];
type SaidText = Extract<SaidPart, { type: 'text' | 'reasoning' }>;

export class SaidParts {
  readonly #parts: SaidPart[] = [];
  readonly #calls: RequestedCall[] = [];

  /** It has done something in this turn: it need not say anything any more. */
  readonly #hasDone: boolean;

  constructor({ steps }: Pick<StepRequest, 'steps'>) {
    this.#hasDone = steps.length > 0;
  }

  /** undefined: an end as without tools. Some servers say stop where they mean calls. */
  endOf({ unified, raw }: LanguageModelV3FinishReason): CallsEvent | ModelEvent | undefined {
    if (unified !== 'tool-calls' && unified !== 'stop') return undefined;
    if (this.#calls.length > 0) return this.#event();
    return unified === 'stop' && this.#hasDone
      ? { type: 'finish', complete: true, reason: raw ?? unified }
      : undefined;
  }

  #event(): CallsEvent {
    // Providers refuse empty parts, unless they carry something else.
    const said = this.#parts.filter(
      (part) => !('text' in part) || part.text.trim() !== '' || part.providerOptions !== undefined,
    );
    return { type: 'calls', calls: this.#calls, said };
  }

  add(part: LanguageModelV3StreamPart): void {
    switch (part.type) {
      case 'text-start':
      case 'reasoning-start':
        this.#begin(part.type === 'text-start' ? 'text' : 'reasoning').providerOptions =
          part.providerMetadata;
        break;
      case 'text-delta':
        this.#extend('text', part.delta, part.providerMetadata);
        break;
      case 'reasoning-delta':
        this.#extend('reasoning', part.delta, part.providerMetadata);
        break;
      case 'text-end':
        this.#extend('text', '', part.providerMetadata);
        break;
      case 'reasoning-end':
        this.#extend('reasoning', '', part.providerMetadata);
        break;
      case 'tool-call':
        // The provider has run others itself.
        if (part.providerExecuted !== true) this.#addCall(part);
        break;
      default:
    }
  }

  /** Of the last part of that type, which is begun if there is none since a call. */
  #extend(type: 'text' | 'reasoning', text: string, metadata: SharedV3ProviderMetadata | undefined): void {
    const last = this.#parts.findLast((each) => each.type === type || each.type === 'tool-call');
    if (last?.type !== type && text === '' && metadata === undefined) return;
    const part = last?.type === type ? last : this.#begin(type);
    part.text += text;
    if (metadata) part.providerOptions = merge(part.providerOptions, metadata);
  }

  #begin(type: 'text' | 'reasoning'): SaidText {
    const part: SaidText = { type, text: '' };
    this.#parts.push(part);
    return part;
  }

  #addCall({ toolCallId: id, toolName: name, input: text, providerMetadata }: LanguageModelV3ToolCall): void {
    const call = parseCall(id, name, text);
    this.#calls.push(call);
    this.#parts.push({
      type: 'tool-call',
      toolCallId: id,
      toolName: name,
      // A provider refuses what is no object.
      input: call.fault === undefined ? call.input : {},
      ...(providerMetadata ? { providerOptions: withGoogleName(providerMetadata) } : {}),
    });
  }
}

/**
 * Gemini behind OpenAI's wire format signs its calls. The package gives the signature under the name of the
 * provider, and takes it under Google's.
 */
function withGoogleName(metadata: SharedV3ProviderMetadata): SharedV3ProviderMetadata {
  const signature = Object.values(metadata).find((values) => 'thoughtSignature' in values);
  return signature
    ? merge(metadata, { google: { thoughtSignature: signature['thoughtSignature'] } })
    : metadata;
}

/** Some servers send nothing for a call without arguments. */
function parseCall(id: string, name: string, text: string): RequestedCall {
  try {
    const input: unknown = JSON.parse(text.trim() === '' ? '{}' : text);
    if (typeof input === 'object' && input !== null && !Array.isArray(input)) return { id, name, input };
    return { id, name, input: text, fault: 'the arguments are not a JSON object; call it again' };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { id, name, input: text, fault: `the arguments are not valid JSON (${why}); call it again` };
  }
}

function merge(
  before: SharedV3ProviderMetadata | undefined,
  metadata: SharedV3ProviderMetadata,
): SharedV3ProviderMetadata {
  const merged = { ...before };
  for (const [provider, values] of Object.entries(metadata))
    merged[provider] = { ...merged[provider], ...values };
  return merged;
}

/** What follows the question: each step, and the results of its calls. */
export function stepMessages(steps: readonly ToolStep[]): LanguageModelV3Message[] {
  return steps.flatMap(({ said, results }): LanguageModelV3Message[] => [
    { role: 'assistant', content: said as SaidContent },
    {
      role: 'tool',
      content: results.map(({ id, name, output, isError }) => ({
        type: 'tool-result',
        toolCallId: id,
        toolName: name,
        output: { type: isError ? 'error-text' : 'text', value: output.toWellFormed() },
      })),
    },
  ]);
}

export const functionTools = ({ tools }: Pick<StepRequest, 'tools'>): LanguageModelV3FunctionTool[] =>
  tools.map(({ name, description, inputSchema }) => ({
    type: 'function',
    name,
    description,
    inputSchema: inputSchema as JSONSchema7,
  }));
