// How a transcript that an agent keeps is read as a whole (pure), by the process that searches: the server
// itself reads no such file. Owns only the port.

import type { Hit } from './hit.js';
import type { Unit } from './transcripts/unit.js';

export interface AgentReadPort {
  /** The conversation that a hit is in. Rejects with a UserError: it cannot be read, or is gone. */
  read(hit: Hit): Promise<readonly Unit[]>;
}
