// How one attached terminal is notified that a session needs its user (pure): which of the ways it supports,
// and the bytes. Owns that choice by the environment of its client. Leaves whom to notify, and of what, to
// notifications.ts.
// Sources: iTerm2 (OSC 9), urxvt's notify extension (OSC 777), and each terminal's documentation.

export type NotificationWay = 'bell' | 'osc9' | 'osc777';

/** By TERM_PROGRAM. Others get a bell, which every terminal supports. */
const PROGRAMS: ReadonlyMap<string, NotificationWay> = new Map([
  ['iTerm.app', 'osc9'],
  ['ghostty', 'osc777'],
  ['WezTerm', 'osc777'],
]);

/** By the beginning of TERM, which ssh passes on while TERM_PROGRAM is lost. */
const TERMS: readonly (readonly [RegExp, NotificationWay])[] = [
  [/^xterm-kitty/, 'osc9'],
  [/^(xterm-)?ghostty/, 'osc777'],
  [/^foot/, 'osc777'],
];

/** env: of the client. A multiplexer in between drops everything but the bell. */
export function findNotificationWay(env: Readonly<Record<string, string>>): NotificationWay {
  const term = env['TERM'] ?? '';
  if (env['TMUX'] !== undefined || env['STY'] !== undefined || /^(tmux|screen)/.test(term)) return 'bell';
  return (
    PROGRAMS.get(env['TERM_PROGRAM'] ?? '') ?? TERMS.find(([pattern]) => pattern.test(term))?.[1] ?? 'bell'
  );
}

/** title, body: one line each, without control characters. A semicolon would end the title of OSC 777. */
export function encodeNotification(way: NotificationWay, title: string, body: string): string {
  switch (way) {
    case 'bell':
      return '\x07';
    case 'osc9':
      return `\x1b]9;${title}: ${body}\x1b\\`;
    case 'osc777':
      return `\x1b]777;notify;${title.replaceAll(';', ',')};${body}\x1b\\`;
  }
}
