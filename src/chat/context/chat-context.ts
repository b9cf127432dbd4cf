// What goes along with every question of one chat, and what all of it comes to. Owns reading it for a turn
// and for a report. Leaves the words of the report to context-report.ts.

import { contextTurns, findSummary } from '../branches/context.js';
import type { Conversation } from '../conversation.js';
import type { ChatHost } from '../ports.js';
import { describeContext } from './context-report.js';
import { readStanding, withStanding, type Standing } from './standing.js';

type ContextHost = Pick<ChatHost, 'directory' | 'around' | 'model'>;

const NOTHING: Standing = { files: [], leftOut: [] };

/** For a model that is asked now. */
export async function instructionFor(host: ContextHost): Promise<string | undefined> {
  return withStanding(host.model.instruction, await standingOf(host));
}

/** What fills the window of the model, as lines. */
export async function reportContext(host: ContextHost, conversation: Conversation): Promise<string> {
  return describeContext({
    instruction: host.model.instruction,
    standing: await standingOf(host),
    turns: contextTurns(conversation),
    summary: findSummary(conversation)?.text,
    window: conversation.turns.findLast(({ usage }) => usage?.size !== undefined)?.usage?.size,
  });
}

const standingOf = async ({ directory, around }: ContextHost): Promise<Standing> =>
  directory === undefined || !around ? NOTHING : readStanding(directory, around);
