// What one session costs: its screen, the conversation it holds in memory, and the processes below its
// program. Each is counted where it is; a share of the heap, divided by sessions, would say nothing. Owns the
// measuring; changes nothing.

import { bytesOf, listAllTurns } from '../chat/turn-list.js';
import { type AnySession, isProgram } from './any-session.js';
import type { ChatSession } from './chat/chat-session.js';
import { measureProcessTree } from '../process/tree.js';

export interface SessionResources {
  /** Cells of the emulator's buffers and the scrollback beside them; 0: nobody shows it, it has none. */
  screenBytes: number;
  /** For a chat: texts of the conversation in memory; 0: it has not been loaded yet. */
  transcriptBytes: number;
  /** Records of its conversation that only a later version knows: they are not shown. */
  unknownRecords: number;
  /** Resident memory of its program or agent and of everything that it started. */
  processBytes: number;
  pids: readonly number[];
  /** That answers a chat and runs. */
  agent: { name: string; version: string | null; pid: number } | null;
}

export async function measureSession(session: AnySession): Promise<SessionResources> {
  const agent = isProgram(session) ? undefined : session.agent;
  const pid = agent?.pid ?? session.pid;
  const { pids, residentBytes } =
    pid === undefined ? { pids: [], residentBytes: 0 } : await measureProcessTree(pid);
  return {
    screenBytes: session.screen?.memoryBytes ?? 0,
    transcriptBytes: isProgram(session) ? 0 : bytesInMemory(session),
    unknownRecords: isProgram(session) ? 0 : session.unknownRecords,
    processBytes: residentBytes,
    pids,
    agent:
      agent?.pid === undefined
        ? null
        : { name: agent.chosen, version: agent.version ?? null, pid: agent.pid },
  };
}

const bytesInMemory = ({ inMemory }: ChatSession): number => (inMemory ? bytesOf(listAllTurns(inMemory)) : 0);
