// A directory with files of models, and those who load them.

import { realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { startAgentProcess } from '../../../src/chat/agents/agent-process.js';
import { GgufModels } from '../../../src/chat/gguf/gguf-models.js';
import type { ModelEvent } from '../../../src/chat/model-event.js';
import type { ChatMessage, ChatModel } from '../../../src/chat/ports.js';
import { newDirectory } from '../../temporary-directory.js';
import { TestClock } from '../mcp/mcp-place.js';

const MODULE = fileURLToPath(new URL('../../../fixtures/llama/llama-module.mjs', import.meta.url));

export class GgufPlace {
  readonly directory = realpathSync(newDirectory());
  readonly clock = new TestClock();
  readonly pids: number[] = [];
  readonly models: GgufModels;

  constructor({ module }: { module: string | undefined } = { module: MODULE }) {
    this.models = new GgufModels({
      module,
      directory: this.directory,
      start: startAgentProcess,
      clock: this.clock,
      env: () => ({ PATH: process.env['PATH'] ?? '/usr/bin:/bin' }),
      redact: (text) => text,
      record: ({ pid = 0 }) => void this.pids.push(pid),
    });
    onTestFinished(() => this.models.stop());
  }

  /** content: as the module of fixtures/llama reads it, or the bytes of a model. */
  write(name: string, content: object | Uint8Array = {}): void {
    const bytes = content instanceof Uint8Array ? content : `GGUF${JSON.stringify(content)}`;
    writeFileSync(join(this.directory, name), bytes);
  }

  open(file: string, said = new Set<string>()): Promise<ChatModel> {
    return this.models.open({ name: `local/${file}`, file }, said);
  }
}

const NEVER = new AbortController().signal;

export async function eventsOf(
  model: ChatModel,
  texts: readonly string[],
  { signal = NEVER, instruction, tools = false, heard }: Asking = {},
): Promise<ModelEvent[]> {
  const messages = texts.map((text, at): ChatMessage => ({
    role: at % 2 === 0 ? 'user' : 'assistant',
    text,
  }));
  const request = { instruction, messages, signal };
  const stream = tools ? model.step?.({ ...request, tools: [], steps: [] }) : model.stream(request);
  const events: ModelEvent[] = [];
  for await (const event of stream ?? []) {
    if (event.type === 'calls') throw new Error('it calls tools');
    events.push(event);
    heard?.(event);
  }
  return events;
}

interface Asking {
  signal?: AbortSignal;
  instruction?: string;
  tools?: boolean;
  heard?: (event: ModelEvent) => void;
}

export const textOf = (events: readonly ModelEvent[]): string =>
  events.map((event) => (event.type === 'text' ? event.text : '')).join('');
