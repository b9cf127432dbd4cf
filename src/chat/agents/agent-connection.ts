// The Agent Client Protocol over an agent's pipes, as its client. Owns what of the agent's output reaches the
// SDK: updates, garbage and answers to nothing do not, since it would print them to standard error or lose
// them. Leaves what updates mean to agent-updates.ts, and when what is asked to agent-session.ts.
// Invariant: messages are handled one by one, in the agent's order, whatever chunks they came in.

import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AnyMessage, ClientConnection } from '@agentclientprotocol/sdk';
import type { AgentProcess } from './agent-process.js';
import { MessageLines, type Line } from './message-lines.js';

export interface ConnectionListener {
  /** params of a `session/update`. A promise: nothing more is read until it resolves. */
  onUpdate(params: unknown): Promise<void> | undefined;
  /** A request of the agent. signal: it does not want an answer any more. */
  onPermission(params: unknown, signal: AbortSignal): Promise<unknown>;
  onElicitation(params: unknown, signal: AbortSignal): Promise<unknown>;
  /** What the user was sent to is done. */
  onElicitationComplete(params: unknown): void;
  /** A line that is not a message, by its beginning. */
  onGarbage(start: string): void;
  /** A message over the bound was skipped. */
  onTooLong(): void;
  /** Anything came. */
  onHeard(): void;
  /** A message could not be handled: a fault of qmux. */
  onFault(error: unknown): void;
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
    const client = app.connect({
      readable: readMessages(process, listener, awaited),
      writable: new WritableStream({
        write: (message) => {
          if ('method' in message && 'id' in message) awaited.add(message.id);
          return process.write(`${JSON.stringify(message)}\n`);
        },
      }),
    });
    // Its children may hold the pipes open.
    void process.exited.then(() => client.close());
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

/** awaited: ids of requests whose answers are still to come. */
function readMessages(
  process: AgentProcess,
  listener: ConnectionListener,
  awaited: Set<unknown>,
): ReadableStream<AnyMessage> {
  let isClosed = false;
  return new ReadableStream({
    cancel() {
      isClosed = true;
    },
    async start(controller) {
      const lines = new MessageLines();
      const handle = async (line: Line): Promise<void> => {
        if (line.type === 'garbage') return listener.onGarbage(line.start);
        if (line.type === 'too-long') return listener.onTooLong();
        const { message } = line;
        if (message['method'] === 'session/update') return listener.onUpdate(message['params']);
        const isAnswer = !('method' in message);
        if (isAnswer && !awaited.delete(message['id'])) return undefined;
        controller.enqueue(message as unknown as AnyMessage);
        // The SDK hands it on in later steps: what comes after it must not overtake it.
        return nextTurn();
      };
      const read = (line: Line): Promise<void> =>
        handle(line).catch((error: unknown) => listener.onFault(error));
      try {
        for await (const bytes of process.output) {
          listener.onHeard();
          for (const line of lines.push(bytes)) if (!isClosed) await read(line);
          if (isClosed) return;
        }
        for (const line of lines.end()) await read(line);
      } catch {
        // The pipe broke: the process has ended, or is about to.
      }
      if (!isClosed) controller.close();
    },
  });
}
