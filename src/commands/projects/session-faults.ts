// What of a session that a file describes cannot be had: its type, its agent, its model. Leaves the places of
// these in the file to whoever reads it.

import type { Config } from '../../config/options.js';
import type { ProjectSession } from '../../config/project/project.js';
import { findAgentName } from '../../session/new-session.js';
import { findType, type SessionType } from '../../session/session-types.js';
import { findModelFault } from '../config/model-fault.js';

interface Known {
  types: readonly SessionType[];
  agents: readonly string[];
  config: Pick<Config, 'providers'>;
}

export function findAnswererFaults(
  { type, agent, model }: Pick<ProjectSession, 'type' | 'agent' | 'model'>,
  { types, agents, config }: Known,
): { key: 'type' | 'agent' | 'model'; message: string }[] {
  const faults: { key: 'type' | 'agent' | 'model'; message: string }[] = [];
  if (type !== undefined && !findType(types, type))
    faults.push({
      key: 'type',
      message: `no type ${type}; the types are ${types.map(({ name }) => name).join(', ')}`,
    });
  if (agent !== undefined && findAgentName(agents, agent) === undefined)
    faults.push({ key: 'agent', message: `no agent ${agent}; the agents are ${agents.join(', ')}` });
  const fault = model === undefined || agent !== undefined ? undefined : findModelFault(model, config);
  if (fault !== undefined) faults.push({ key: 'model', message: fault });
  return faults;
}
