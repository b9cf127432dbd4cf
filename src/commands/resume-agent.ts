// `new --agent NAME --resume` without an id: which of the sessions that the agent has kept to go on with.
// Owns the menu, and the list where there is nobody to choose. Leaves asking the agent to chat/agents/.

import type { KeptSession } from '../chat/agents/kept-sessions.js';
import { createTextList } from '../dialogs/text-list.js';
import { formatAge } from '../text/age.js';
import { commandWord } from '../text/mentions.js';
import { sanitiseLine } from '../text/sanitise.js';
import { padToWidth, textWidth } from '../text/width.js';
import { SILENT, type CommandContext, type CommandOutput } from './command.js';

export interface WantedSession {
  /** The agent's name. */
  agent: string;
  /** Absolute: sessions of it come first. */
  directory: string;
  /** The rest of the line: `new`, with what else was asked for. */
  words: readonly string[];
}

/** Rejects with a UserError: the agent lists none, or cannot be started. */
export async function offerKeptSessions(
  context: CommandContext,
  wanted: WantedSession,
): Promise<CommandOutput> {
  const { agent, directory, words } = wanted;
  const sessions = await context.agents.listSessions(agent, directory);
  const now = Date.now();
  // A shell outside has a terminal that is not qmux's.
  const isOutside = context.way === 'cli' && context.pane === undefined;
  if (!context.surface || isOutside) return { text: formatList(agent, sessions, now), json: sessions };
  context.surface.open(
    createTextList({
      title: `sessions of ${agent}`,
      texts: sessions.map((session) => ({
        name: session.id,
        label: titleOf(session),
        size: ageOf(session, now),
        lines: [sanitiseLine(session.directory), titleOf(session), sanitiseLine(session.id)],
      })),
      nothing: `${agent} has kept no session`,
      take: (id) => {
        const kept = sessions.find((session) => session.id === id);
        // Most agents find a session only in its directory.
        const where = kept === undefined || kept.directory === '' ? [] : ['--cwd', kept.directory];
        return [...words, '--agent', agent, '--resume', id, ...where];
      },
      footer: 'Enter goes on with it  Esc closes',
    }),
  );
  return SILENT;
}

const titleOf = ({ title, id }: KeptSession): string => sanitiseLine(title === '' ? id : title);

const ageOf = ({ updatedAt }: KeptSession, now: number): string =>
  updatedAt === undefined ? '' : formatAge(now - updatedAt);

function formatList(agent: string, sessions: readonly KeptSession[], now: number): string {
  if (sessions.length === 0) return `${agent} has kept no session`;
  const rows = sessions.map((session) => [
    sanitiseLine(session.id),
    ageOf(session, now),
    sanitiseLine(session.directory),
    titleOf(session),
  ]);
  const widths = [0, 1, 2, 3].map((at) => Math.max(...rows.map((row) => textWidth(row[at] ?? ''))));
  const lineOf = (row: readonly string[]): string =>
    row.flatMap((cell, at) => (widths[at] ? [padToWidth(cell, widths[at])] : [])).join('  ');
  return [
    ...rows.map((row) => lineOf(row).trimEnd()),
    `${commandWord(`new --agent ${agent} --resume ID`)} goes on with one`,
  ].join('\n');
}
