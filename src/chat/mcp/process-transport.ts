// The pipes of a server's process as the SDK's Transport: one message of JSON a line. Owns that garbage and
// messages without end do no harm. Leaves the process to agents/agent-process.ts, which agents share.

import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/client';
import type { AgentProcess } from '../agents/agent-process.js';
import { MessageLines } from '../../process/message-lines.js';

export class ProcessTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: NonNullable<Transport['onmessage']>;

  readonly #process: AgentProcess;

  constructor(process: AgentProcess) {
    this.#process = process;
  }

  start(): Promise<void> {
    void this.#read();
    return Promise.resolve();
  }

  async send(message: JSONRPCMessage): Promise<void> {
    await this.#process.write(`${JSON.stringify(message)}\n`);
  }

  async close(): Promise<void> {
    await this.#process.end();
  }

  async #read(): Promise<void> {
    const lines = new MessageLines();
    try {
      for await (const bytes of this.#process.output)
        for (const line of lines.push(bytes))
          if (line.type === 'message') this.onmessage?.(line.message as unknown as JSONRPCMessage);
          else
            this.onerror?.(
              new Error(line.type === 'garbage' ? `not JSON: ${line.start}` : 'too long a message'),
            );
    } catch (error) {
      this.onerror?.(error as Error);
    }
    this.onclose?.();
  }
}
