// What `history` prints (pure): a heading for each local day, below it what happened, a line each.

import { dayOf, type History, type HistoryEntry } from '../../store/figures/figures.js';
import { describeExit } from '../../session/program/program-words.js';
import { formatDuration } from '../../text/age.js';
import { sanitiseLine } from '../../text/sanitise.js';
import { truncateToWidth } from '../../text/width.js';
import { namesApart, spellApart } from './names-apart.js';
import { spellSince } from './since.js';

export interface Day {
  day: string;
  entries: HistoryEntry[];
}

export function toDays(entries: readonly HistoryEntry[]): Day[] {
  const days: Day[] = [];
  for (const entry of entries) {
    const day = dayOf(entry.at);
    if (days.at(-1)?.day !== day) days.push({ day, entries: [] });
    days.at(-1)?.entries.push(entry);
  }
  return days;
}

/** cols: how wide it may be; absent: as wide as it is. */
export function formatHistory(
  { entries, dropped, deleted, problems }: History,
  { from, cols = Number.POSITIVE_INFINITY }: { from: number; cols?: number | undefined },
): string {
  const notes = [
    ...(deleted > 0
      ? [`${deleted === 1 ? '1 deleted session is' : `${deleted} deleted sessions are`} not shown`]
      : []),
    ...problems,
  ];
  if (entries.length === 0) return [`nothing happened ${spellSince(from)}`, ...notes].join('\n');
  const signOf = namesApart(entries.map(({ session, name }) => ({ id: session, name })));
  const days = toDays(entries).flatMap(({ day, entries: of }) => [
    `${day} ${WEEKDAYS[new Date(of[0]?.at ?? 0).getDay()] ?? ''}`,
    ...of.map((entry) => {
      const name = spellApart(entry.name, signOf(entry.session), nameCols(cols));
      return `  ${clock(entry.at)}  ${name}  ${describeEntry(entry)}`;
    }),
  ]);
  const older =
    dropped > 0
      ? [
          `${dropped} older ${dropped === 1 ? 'entry is' : 'entries are'} left out; a shorter --since shows fewer`,
        ]
      : [];
  return [...older, ...days, ...notes]
    .map((line) => (cols === Number.POSITIVE_INFINITY ? line : truncateToWidth(line, cols)))
    .join('\n');
}

/** What happened matters more than where. */
const nameCols = (cols: number): number => Math.max(8, Math.floor(cols / 4));

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;

const clock = (at: number): string => new Date(at).toTimeString().slice(0, 5);

const ENDS: Readonly<Record<string, string>> = {
  stop: 'answered',
  cut: 'answer cut',
  error: 'failed',
  interrupted: 'interrupted',
};

function describeEntry(entry: HistoryEntry): string {
  switch (entry.type) {
    case 'made':
      return `made: ${entry.agent ?? entry.sessionType}`;
    case 'closed':
    case 'reopened':
      return entry.type;
    case 'question':
      return `> ${sanitiseLine(entry.text)}`;
    case 'answer': {
      const { finish, model, tools, ms } = entry;
      const time = ms === null ? '' : ` in ${formatDuration(ms)}`;
      const used = tools === 0 ? '' : `, ${tools} tool${tools === 1 ? '' : 's'}`;
      return `${ENDS[finish] ?? finish}${time}${used}${model === '' ? '' : `, ${sanitiseLine(model)}`}`;
    }
    case 'wait':
      return `waited ${formatDuration(entry.to - entry.at)} for you`;
    case 'exit':
      return describeExit(entry);
  }
}
