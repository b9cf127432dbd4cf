// The Agent Client Protocol over an agent's pipes, as its client, by the SDK. Owns loading that, and which of
// the agent's requests are answered. Leaves reading to message-source.ts, and when what is asked of the agent
// to agent-session.ts.

import type { ClientConnection } from '@agentclientprotocol/sdk';
import type { AgentProcess } from './agent-process.js';
import { MessageSource, type MessageListener } from './message-source.js';

export interface ConnectionListener extends MessageListener {
  /** A request of the agent. signal: it does not want an answer any more. */
  onPermission(params: unknown, signal: AbortSignal): Promise<unknown>;
  onElicitation(params: unknown, signal: AbortSignal): Promise<unknown>;
  /** What the user was sent to is done. */
  onElicitationComplete(params: unknown): void;
}

/** The agent's answer to a request: an error of JSON-RPC. */
export interface AgentError extends Error {
  code: number;
  data?: unknown;
}

export const isAgentError = (error: unknown): error is AgentError =>
  error instanceof Error && typeof (error as Partial<AgentError>).code === 'number';

export class AgentConnection {
  readonly #client: ClientConnection;

  private constructor(client: ClientConnection) {
    this.#client = client;
  }

  /** Loads the SDK when it is the first. */
  static async open(process: AgentProcess, listener: ConnectionListener): Promise<AgentConnection> {
    const sdk = await import('@agentclientprotocol/sdk');
    const app = sdk
      .client({ name: 'qmux' })
      .onRequest('session/request_permission', unchecked, ({ params, signal }) =>
        listener.onPermission(params, signal),
      )
      .onRequest('elicitation/create', unchecked, ({ params, signal }) =>
        listener.onElicitation(params, signal),
      )
      .onNotification('elicitation/complete', unchecked, ({ params }) =>
        listener.onElicitationComplete(params),
      );
    const awaited = new Set<unknown>();
    const source = new MessageSource(process, listener, awaited);
    const client = app.connect({
      readable: source.readable,
      writable: new WritableStream({
        write: (message) => {
          if ('method' in message && 'id' in message) awaited.add(message.id);
          return process.write(`${JSON.stringify(message)}\n`);
        },
      }),
    });
    void process.exited.then(() => source.drained()).then(() => client.close());
    return new AgentConnection(client);
  }

  /** Resolves when nothing more can be said. */
  get closed(): Promise<void> {
    return this.#client.closed;
  }

  /** Rejects with an AgentError, or with another error when the connection is lost. */
  request(method: string, params: Readonly<Record<string, unknown>>): Promise<unknown> {
    return this.#client.agent.request(method, params);
  }

  /** Nothing is reported if the connection is lost: whoever waits for an answer hears of it. */
  notify(method: string, params: Readonly<Record<string, unknown>>): void {
    this.#client.agent.notify(method, params).catch(() => {});
  }

  close(): void {
    this.#client.close();
  }
}

/** Params are checked by whoever reads them. */
const unchecked = (params: unknown): unknown => params;
