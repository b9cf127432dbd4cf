// What is said of the sessions of other machines (pure): rows of the dialog, and the shell's table.

import type { HostRow } from '../../dialogs/host-list.js';
import type { HostAnswer, HostSession } from '../../remote/list-host.js';
import { padToWidth, textWidth } from '../../text/width.js';

const NONE = 'no session: Enter starts one';
const NAME_COLS = 20;
const STATE_COLS = 12;

/** Of a host that has not answered yet: answer is undefined. */
export function hostRows(host: string, answer: HostAnswer | undefined): HostRow[] {
  const about = (text: string, role: HostRow['role']): HostRow[] => [
    { host, session: undefined, text, role },
  ];
  if (!answer) return about('asking …', 'dim');
  if (answer.problem !== undefined) return about(answer.problem, 'failed');
  if (!answer.sessions || answer.sessions.length === 0) return about(NONE, 'dim');
  return answer.sessions.map((session) => ({
    host,
    session: session.id,
    text: [
      padToWidth(`#${session.number} ${session.name}`, NAME_COLS),
      padToWidth(stateOf(session), STATE_COLS),
      session.answers || session.kind,
    ].join(' '),
    role: session.needsUser ? 'waiting' : 'normal',
  }));
}

const stateOf = ({ needsUser, state }: HostSession): string => (needsUser ? 'needs you' : state);

export function formatHosts(answers: readonly HostAnswer[]): string {
  const cells = answers.flatMap(({ host, sessions, problem }): string[][] => {
    if (problem !== undefined) return [[host, '-', problem]];
    if (!sessions || sessions.length === 0) return [[host, '-', 'no session']];
    return sessions.map((each) => [
      host,
      `#${each.number}`,
      each.name,
      stateOf(each),
      each.answers || each.kind,
    ]);
  });
  const widths = [0, 1, 2, 3].map((col) =>
    cells.reduce((most, row) => (row.length > col + 1 ? Math.max(most, textWidth(row[col] ?? '')) : most), 0),
  );
  return cells
    .map((row) =>
      row.map((cell, col) => (col < row.length - 1 ? padToWidth(cell, widths[col] ?? 0) : cell)).join('  '),
    )
    .join('\n');
}
