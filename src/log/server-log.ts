// The server's log file: append-only, one line per entry (followed by a stack, indented), one old file kept.
// Owns format, rotation and removing secrets. Leaves its location to paths.ts. Invariant: never throws and
// never waits; if the log cannot be written, somebody else is told and the server goes on.

import { closeSync, constants, fstatSync, openSync, renameSync, writeSync } from 'node:fs';
import { kindOf } from '../files/read-file.js';
import { readableStack } from './readable-stack.js';
import { orderSecrets, redact } from './redact.js';

/** Weeks of ordinary running; old and new file together stay small enough to attach to a bug report. */
const MAX_LOG_BYTES = 5 * 1024 * 1024;

const LEVELS = ['error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof LEVELS)[number];

export interface ServerLog {
  /** cause: anything thrown; its stack follows the line. */
  error(message: string, cause?: unknown): void;
  warn(message: string, cause?: unknown): void;
  info(message: string): void;
  debug(message: string): void;
  /** Secrets that became known later: the environment of a client that attached. */
  addSecrets(secrets: readonly string[]): void;
  close(): void;
}

export interface ServerLogOptions {
  file: string;
  secrets: readonly string[];
  /** The least important level that is written. Default: info. */
  level?: LogLevel;
  now?: () => Date;
  maxBytes?: number;
  /**
   * From now on nothing can be written, or the old file cannot be moved aside; reported once. message: lower
   * case.
   */
  onProblem?: (message: string) => void;
}

// O_NONBLOCK: opening a FIFO would wait for its reader.
const LOG_FLAGS = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NONBLOCK;

export function openServerLog(options: ServerLogOptions): ServerLog {
  const { file, level: lowest = 'info', now = () => new Date(), maxBytes = MAX_LOG_BYTES } = options;
  let secrets = orderSecrets(options.secrets);
  let descriptor: number | undefined;
  let sizeBytes = 0;
  let closed = false;
  let hasTold = false;

  const tell = (problem: string, error: unknown): void => {
    if (hasTold) return;
    hasTold = true;
    options.onProblem?.(`${problem}: ${error instanceof Error ? error.message : String(error)}`);
  };
  const open = (): number => {
    descriptor = openSync(file, LOG_FLAGS, 0o600);
    const stat = fstatSync(descriptor);
    sizeBytes = stat.size;
    if (stat.isFile()) return descriptor;
    close();
    throw new Error(`it is a ${kindOf(stat)}, not a file`);
  };
  const close = (): void => {
    if (descriptor !== undefined) closeSync(descriptor);
    descriptor = undefined;
  };
  const append = (text: string): void => {
    const bytes = Buffer.from(text);
    if (descriptor === undefined) open();
    if (sizeBytes > 0 && sizeBytes + bytes.length > maxBytes) {
      close();
      try {
        renameSync(file, `${file}.1`);
      } catch (error) {
        tell(`the log ${file} keeps growing: the old one cannot be moved aside`, error);
      }
    }
    writeSync(descriptor ?? open(), bytes);
    sizeBytes += bytes.length;
  };
  const write = (level: LogLevel, message: string, cause?: unknown): void => {
    if (closed || LEVELS.indexOf(level) > LEVELS.indexOf(lowest)) return;
    try {
      append(redact(formatEntry(now(), level, message, cause), secrets));
    } catch (error) {
      // Standard error is this file too.
      tell(`the log ${file} cannot be written`, error);
    }
  };
  return {
    error: (message, cause) => write('error', message, cause),
    warn: (message, cause) => write('warn', message, cause),
    info: (message) => write('info', message),
    debug: (message) => write('debug', message),
    addSecrets: (more) => {
      secrets = orderSecrets([...secrets, ...more]);
    },
    close: () => {
      closed = true;
      close();
    },
  };
}

function formatEntry(at: Date, level: LogLevel, message: string, cause: unknown): string {
  // A line break in a message would look like a new entry.
  const line = `${at.toISOString()} ${level} ${message.replace(/\s*[\r\n]+\s*/g, ' | ')}\n`;
  if (cause === undefined) return line;
  return line + formatCause(cause).replace(/^/gm, '    ') + '\n';
}

function formatCause(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const stack = readableStack(cause.stack ?? `${cause.name}: ${cause.message}`);
  return cause.cause === undefined ? stack : `${stack}\ncaused by ${formatCause(cause.cause)}`;
}
