// The servers that run, each once for an entry, a directory and an environment, whichever sessions use it.
// Owns what makes two of them the same. Leaves a server's own life to mcp-server.ts and when it ends to
// agents/shared-processes.ts.

import { SharedProcesses, type SharedClock } from '../agents/shared-processes.js';
import type { McpEntry } from './mcp-entry.js';
import { McpServer, type McpServerPorts } from './mcp-server.js';

export type McpPoolPorts = Omit<McpServerPorts, 'directory' | 'env' | 'onChange' | 'nowMs'> & {
  clock: SharedClock;
};

type Environment = Readonly<Record<string, string>>;

export class McpServers {
  readonly #servers: SharedProcesses<McpServer>;

  readonly #ports: McpPoolPorts;

  constructor(ports: McpPoolPorts) {
    this.#ports = ports;
    this.#servers = new SharedProcesses(ports.clock);
  }

  /** Not started yet, unless somebody uses it. directory: absolute. env: without providers' keys. */
  find(entry: McpEntry, { directory, env }: { directory: string; env: Environment }): McpServer {
    const key = JSON.stringify([entry, directory, Object.entries(env).sort(([a], [b]) => (a < b ? -1 : 1))]);
    const { clock, ...ports } = this.#ports;
    return this.#servers.find(
      key,
      (onChange) => new McpServer(entry, { ...ports, directory, env, nowMs: () => clock.nowMs(), onChange }),
    );
  }

  /** Ends those of which this is true, each once nobody waits for it. */
  retire(isOver: (entry: McpEntry) => boolean): void {
    this.#servers.retire(({ entry }) => isOver(entry));
  }

  /** Resolves when none runs any more. */
  stop(): Promise<void> {
    return this.#servers.stop();
  }
}
