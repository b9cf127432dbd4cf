// With which words an agent in a pane goes on with the conversation that it had (pure): the options of its
// first start stay, the prompt that stood behind them does not, since it would be asked again. Owns that, and
// after which end it is offered. Leaves the agents' options to chat/agents/resume-forms.ts. Invariant: words
// that are not understood completely give nothing, as a wrong guess would ask, or do, something.

import { SESSION_ID } from '../../chat/agents/known-agents.js';
import { RESUME_FORMS, type ResumeForm } from '../../chat/agents/resume-forms.js';
import { isConversation, type SessionExit } from '../../store/session-record.js';
import { howEnded, programAt } from './program-words.js';

/** The name of an agent whose conversations come back; undefined: it is none. */
export function resumableAgent(command: readonly string[]): string | undefined {
  const name = command[programAt(command)]?.replace(/^.*\//, '').replace(/(?:-code)?(?:\.[cm]?js)?$/, '');
  return name !== undefined && RESUME_FORMS.has(name) ? name : undefined;
}

export interface EndedAgent {
  command: readonly string[];
  /** undefined: it runs. */
  exit: SessionExit | undefined;
  /** Its id, if that is known. */
  conversation: string | undefined;
}

/**
 * The words; undefined: it ended as its user wanted, goes on by its own words, or has nothing to go on with.
 * isAlone: no other session
 * may hold the last conversation of this agent in this directory.
 */
export function findResumeCommand(
  { command, exit, conversation }: EndedAgent,
  { isAlone }: { isAlone: boolean },
): readonly string[] | undefined {
  const form = RESUME_FORMS.get(resumableAgent(command) ?? '');
  if (!form || exit === undefined || (exit !== 'ended-with-server' && howEnded(exit) === 'well'))
    return undefined;
  const words = command.slice(programAt(command) + 1);
  if (words.some((word) => form.resumes.includes(word))) return undefined;
  const kept = keepOptions(words, form);
  if (!kept) return undefined;
  const id = conversation ?? kept.id;
  const behind =
    id !== undefined && form.one
      ? form.one.map((word) => (word === SESSION_ID ? id : word))
      : isAlone
        ? form.last
        : form.choose;
  return behind && [...command.slice(0, programAt(command) + 1), ...behind, ...kept.words];
}

/** What may be a command of the program's rather than a prompt. */
const COMMAND_LIKE = /^[a-z][a-z-]*$/;

/** The words without a prompt; undefined: one of them is not understood. */
function keepOptions(
  words: readonly string[],
  form: ResumeForm,
): { words: string[]; id: string | undefined } | undefined {
  const kept: string[] = [];
  let id: string | undefined;
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    const name = word.replace(/=.*$/s, '');
    const next = words[at + 1];
    if (!word.startsWith('-')) {
      if (form.takesDirectory) kept.push(word);
      else if (COMMAND_LIKE.test(word)) return undefined;
      continue;
    }
    if (name === form.names) {
      id = name === word ? words[++at] : word.slice(name.length + 1);
      if (id === undefined || !isConversation(id)) return undefined;
      continue;
    }
    if (form.prompts?.includes(name)) {
      if (name === word) at++;
      continue;
    }
    kept.push(word);
    if (form.flags.includes(word) || (name !== word && [...form.valued, ...form.listed].includes(name)))
      continue;
    if (form.valued.includes(word) && next !== undefined) {
      kept.push(next);
      at++;
    } else if (form.listed.includes(word))
      while (words[at + 1] !== undefined && !words[at + 1]?.startsWith('-')) kept.push(words[++at] ?? '');
    else return undefined;
  }
  return { words: kept, id };
}
