// Notifies a user who is not looking that a session needs them: by their terminals, or a command of the
// config. Owns the words and the command's environment. Leaves what is worth a notification to the sessions;
// the bytes to outer-notification.ts, running to notification-command.ts. Invariant: a program's text goes
// into that environment, never into a command line.

import type { Config } from '../../config/options.js';
import type { ManagedSession } from '../../session/managed-session.js';
import type { SessionEvent } from '../../session/attention/session-event.js';
import { ASKS_SOMETHING } from '../../terminal/emulator/program-signal.js';
import { NotificationCommand } from './notification-command.js';
import type { RecordShell } from './run-shell.js';
import { encodeNotification, findNotificationWay, type NotificationWay } from '../view/outer-notification.js';

export interface NotifiedTerminal {
  /** Of its client. */
  env: Readonly<Record<string, string>>;
  /** Bytes to the terminal, between two frames. */
  send(text: string): void;
}

export interface NotificationsOptions {
  config: Pick<Config, 'notify' | 'notificationCommand'>;
  terminals(): Iterable<NotifiedTerminal>;
  /** For the command: of the client attached last. */
  env(): Readonly<Record<string, string>>;
  onProblem(message: string): void;
  /** The command while it runs. */
  readonly record: RecordShell;
}

type AttentionEvent = Extract<SessionEvent, { type: 'attention' }>;

export class Notifications {
  readonly #command: NotificationCommand;

  readonly #options: NotificationsOptions;

  constructor(options: NotificationsOptions) {
    this.#options = options;
    this.#command = new NotificationCommand(options);
  }

  tell(session: Pick<ManagedSession, 'id' | 'name'>, event: AttentionEvent): void {
    const { notify, notificationCommand } = this.#options.config;
    if (notify === 'none') return;
    if (notificationCommand !== undefined && (notify === 'auto' || notify === 'command'))
      this.#command.run(notificationCommand, {
        ...this.#options.env(),
        QMUX_SESSION: session.id,
        QMUX_NAME: session.name,
        QMUX_REASON: event.reason,
        QMUX_TEXT: describe(event),
      });
    else if (notify !== 'command') this.#tellTerminals(notify, session.name, event);
  }

  #tellTerminals(notify: 'auto' | NotificationWay, name: string, event: AttentionEvent): void {
    for (const { env, send } of this.#options.terminals()) {
      const way = notify === 'auto' ? findNotificationWay(env) : notify;
      send(encodeNotification(way, `qmux ${name}`, describe(event)));
    }
  }
}

function describe({ reason, text }: AttentionEvent): string {
  if (reason === 'question') return text || ASKS_SOMETHING;
  if (reason === 'error') return `error: ${text}`;
  return text;
}
