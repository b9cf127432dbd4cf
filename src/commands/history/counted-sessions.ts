// Which sessions stats and history count (open, archived and those of `qmux chat`), and what the counting
// process needs to know of each. Leaves finding those of `qmux chat` to Coordinator.refreshArchive().

import type { Coordinator } from '../../session/coordinator.js';
import { agentOfProgram } from '../../session/program/agent-signs.js';
import type { CountedSession } from '../../store/figures/figures.js';
import type { SessionRecord } from '../../store/session-record.js';

export const countedSessions = ({
  sessions,
  archive,
}: Pick<Coordinator, 'sessions' | 'archive'>): CountedSession[] => [
  ...sessions.map(({ record }) => asCounted(record)),
  ...archive.map(asCounted),
];

export function asCounted(record: SessionRecord): CountedSession {
  const { id, name, kind, type } = record;
  const agent = record.kind === 'chat' ? record.agent : agentOfProgram(record);
  return { id, name, kind, type, ...(agent === undefined ? {} : { agent }) };
}
