// Which sessions figures are counted of, and what is told of each: open and archived ones, with those of
// `qmux chat`. Leaves finding the latter to Coordinator.refreshArchive().

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
