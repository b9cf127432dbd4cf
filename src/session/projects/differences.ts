// In what an open session differs from what a project file says of it (pure): said, never changed. Owns the
// comparison: what the file does not say is no difference.

import { isProgramOf, wordsOf, type ProjectSession } from '../../config/project/project.js';
import type { SessionRecord } from '../../store/session-record.js';
import { findAgentName } from '../new-session.js';
import { findType, type SessionType } from '../session-types.js';

export interface Known {
  readonly types: readonly SessionType[];
  readonly agents: readonly string[];
}

/** `runs npm start, not npm run dev`; undefined: it is as the file says. cwd: of the file, absolute. */
export function differenceOf(
  record: SessionRecord,
  wanted: ProjectSession,
  { cwd, known }: { cwd: string; known: Known },
): string | undefined {
  if ((record.kind === 'program') !== isProgramOf(wanted))
    return record.kind === 'program' ? 'is a program, not a chat' : 'is a chat, not a program';
  const parts: string[] = [];
  if (record.kind === 'program') {
    const [is, said] = [record.command.join(' '), wordsOf(wanted).join(' ')];
    if (JSON.stringify(record.command) !== JSON.stringify(wordsOf(wanted)))
      parts.push(`runs ${is}, not ${said}`);
  } else {
    const compare = (what: string, is: string | undefined, said: string | undefined): void => {
      if (said !== undefined && is !== said) parts.push(`has ${what} ${is ?? 'none'}, not ${said}`);
    };
    const { type, agent, model } = wanted;
    compare('type', record.type, type && (findType(known.types, type)?.name ?? type));
    compare('agent', record.agent, agent && (findAgentName(known.agents, agent) ?? agent));
    compare('model', record.agent === undefined ? record.model : record.agentSettings?.model, model);
  }
  if (record.cwd !== cwd) parts.push(`is in ${record.cwd}, not ${cwd}`);
  return parts.length === 0 ? undefined : parts.join(', ');
}
