// Tells a user who does not look that a session needs them: their terminals, or a command of the config. Owns the words
// and the running of that command, one at a time. Leaves to the sessions what is worth telling, once each; the bytes to
// outer-notification.ts. Invariant: what a program says goes into a command's environment, never into its command line.

import { spawn } from 'node:child_process';

import type { Config } from '../config/options.js';
import type { ManagedSession } from '../session/managed-session.js';
import type { SessionEvent } from '../session/session-event.js';
import { encodeNotification, findNotificationWay, type NotificationWay } from './outer-notification.js';

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
}

/** A command that hangs must not keep back the next. */
const COMMAND_TIMEOUT_MS = 10_000;

type AttentionEvent = Extract<SessionEvent, { type: 'attention' }>;

export class Notifications {
  #lastCommand: Promise<void> = Promise.resolve();

  constructor(private readonly options: NotificationsOptions) {}

  tell(session: Pick<ManagedSession, 'id' | 'name'>, event: AttentionEvent): void {
    const { notify, notificationCommand } = this.options.config;
    if (notify === 'none') return;
    if (notificationCommand !== undefined && (notify === 'auto' || notify === 'command'))
      this.#lastCommand = this.#lastCommand.then(() => this.#run(notificationCommand, session, event));
    else if (notify !== 'command') this.#tellTerminals(notify, session.name, event);
  }

  #tellTerminals(notify: 'auto' | NotificationWay, name: string, event: AttentionEvent): void {
    for (const { env, send } of this.options.terminals()) {
      const way = notify === 'auto' ? findNotificationWay(env) : notify;
      send(encodeNotification(way, `qmux ${name}`, describe(event)));
    }
  }

  #run(command: string, session: { id: string; name: string }, event: AttentionEvent): Promise<void> {
    return new Promise((resolve) => {
      const child = spawn('/bin/sh', ['-c', command], {
        cwd: '/',
        stdio: 'ignore',
        timeout: COMMAND_TIMEOUT_MS,
        env: {
          ...this.options.env(),
          QMUX_SESSION: session.id,
          QMUX_NAME: session.name,
          QMUX_REASON: event.reason,
          QMUX_TEXT: describe(event),
        },
      });
      const end = (problem: string | undefined): void => {
        if (problem !== undefined) this.options.onProblem(`notification_command ${problem}`);
        resolve();
      };
      child.once('error', (error) => end(`cannot be run: ${error.message}`));
      child.once('close', (code, signal) =>
        end(code === 0 ? undefined : signal ? `was ended by ${signal}` : `exited ${code}`),
      );
    });
  }
}

function describe({ reason, text }: AttentionEvent): string {
  if (reason === 'question') return text || 'asks something';
  if (reason === 'error') return `error: ${text}`;
  return text;
}
