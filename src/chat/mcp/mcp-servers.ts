// The servers that run, each once for an entry, a directory and an environment, whichever sessions use it.
// Owns who shares one and when it ends: ten minutes after its last use, and with qmux. Leaves a server's own
// life to mcp-server.ts and the timer to agents/sleep-clock.ts.

import { SleepClock } from '../agents/sleep-clock.js';
import type { AgentClock } from '../agents/silence-watch.js';
import type { Undo } from '../../text/undo.js';
import type { McpEntry } from './mcp-entry.js';
import { McpServer, type McpServerPorts } from './mcp-server.js';

const IDLE_MS = 10 * 60_000;

export type McpPoolPorts = Omit<McpServerPorts, 'directory' | 'env' | 'onChange' | 'nowMs'> & {
  clock: Pick<AgentClock, 'nowMs'> & { after(ms: number, run: () => void): Undo };
};

type Environment = Readonly<Record<string, string>>;

export class McpServers {
  readonly #servers = new Map<string, McpServer>();
  readonly #running = new Set<McpServer>();
  readonly #sleep: SleepClock;

  readonly #ports: McpPoolPorts;

  constructor(ports: McpPoolPorts) {
    this.#ports = ports;
    this.#sleep = new SleepClock(IDLE_MS, ports.clock);
  }

  /** Not started yet, unless somebody uses it. directory: absolute. env: without providers' keys. */
  find(entry: McpEntry, { directory, env }: { directory: string; env: Environment }): McpServer {
    const key = JSON.stringify([entry, directory, Object.entries(env).sort(([a], [b]) => (a < b ? -1 : 1))]);
    let server = this.#servers.get(key);
    if (!server) {
      const { clock, ...ports } = this.#ports;
      server = new McpServer(entry, {
        ...ports,
        directory,
        env,
        nowMs: () => clock.nowMs(),
        onChange: (changed) => this.#changed(key, changed),
      });
      this.#servers.set(key, server);
    }
    return server;
  }

  /** Resolves when none runs any more. */
  async stop(): Promise<void> {
    await Promise.all([...this.#running].map((server) => server.sleep()));
  }

  #changed(key: string, server: McpServer): void {
    this.#sleep.note(server);
    const runs = server.state === 'ready' || server.state === 'starting';
    if (runs) this.#running.add(server);
    else this.#running.delete(server);
    // One that does not run is made again when it is used.
    if (server.state === 'stopped' && server.isForgettable) this.#servers.delete(key);
  }
}
