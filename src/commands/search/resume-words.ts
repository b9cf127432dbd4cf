// The command that resumes a conversation which an agent keeps by itself (pure). Leaves the agents' options
// to chat/agents/resume-forms.ts.

import { SESSION_ID } from '../../chat/agents/known-agents.js';
import { RESUME_FORMS } from '../../chat/agents/resume-forms.js';

/** In the directory where it ran: most agents find it only there. undefined: the agent cannot resume one. */
export function resumeWords(
  agent: string,
  { conversation, directory }: { conversation: string; directory: string | undefined },
): string[] | undefined {
  const form = RESUME_FORMS.get(agent)?.one;
  if (!form) return undefined;
  const where = directory === undefined ? [] : ['--cwd', directory];
  return ['new', ...where, '--', agent, ...form.map((word) => (word === SESSION_ID ? conversation : word))];
}
