// The conversations of OpenCode (1.2 and later): a SQLite database in WAL mode. Owns reading it from a copy,
// since the library can open no live one without locking it. Names the columns that it reads: other tables of
// it hold tokens. Invariants: the live files are only read; the copy is removed at once.

import { closeSync, copyFileSync, mkdtempSync, openSync, readSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Buffer } from 'node:buffer';
import { sql } from '../index/database.js';
import type { ReadConversation } from '../transcripts/unit.js';
import {
  ConversationBuilder,
  fieldsOf,
  nameFrom,
  parseFields,
  textOf,
  type Fields,
} from './conversation-builder.js';

const MOST_TRIES = 5;
/** The salts in the log's header change when it begins again. */
const LOG_HEADER_BYTES = 32;

type Rows = Record<string, unknown>[];

/** Rejects if it cannot be copied while it stays the same, or is no such database. */
export async function readOpenCode(file: string): Promise<ReadConversation[]> {
  const folder = mkdtempSync(join(tmpdir(), 'qmux-search-'));
  try {
    const copy = join(folder, 'copy.db');
    copyWhileStill(file, copy);
    const { default: library } = await import('node-sqlite3-wasm');
    const database = new library.Database(copy);
    try {
      // The first statement: without it a log cannot be read.
      database.exec(sql`PRAGMA locking_mode=EXCLUSIVE`);
      const all = (sql: string): Rows => database.all(sql);
      return conversationsOf(file, {
        sessions: all(sql`SELECT id, parent_id, directory, title FROM session ORDER BY time_created`),
        messages: all(sql`SELECT id, session_id, time_created, data FROM message ORDER BY time_created, id`),
        parts: all(sql`SELECT message_id, data FROM part ORDER BY id`),
      });
    } finally {
      database.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function copyWhileStill(file: string, copy: string): void {
  for (let attempt = 0; attempt < MOST_TRIES; attempt++) {
    const before = signatureOf(file);
    copyFileSync(file, copy);
    rmSync(`${copy}-wal`, { force: true });
    try {
      copyFileSync(`${file}-wal`, `${copy}-wal`);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
    if (signatureOf(file) === before) return;
  }
  throw Object.assign(new Error('it changes all the time'), { code: 'EBUSY' });
}

function signatureOf(file: string): string {
  const { size, mtimeNs } = statSync(file, { bigint: true });
  const head = Buffer.alloc(LOG_HEADER_BYTES);
  try {
    const descriptor = openSync(`${file}-wal`, 'r');
    try {
      readSync(descriptor, head, 0, head.length, 0);
    } finally {
      closeSync(descriptor);
    }
  } catch {
    // There is no log.
  }
  return `${size} ${mtimeNs} ${head.toString('hex')}`;
}

interface Tables {
  sessions: Rows;
  messages: Rows;
  parts: Rows;
}

function conversationsOf(file: string, { sessions, messages, parts }: Tables): ReadConversation[] {
  const partsOf = groupBy(parts, 'message_id');
  const messagesOf = groupBy(messages, 'session_id');
  let place = 0;
  return sessions.map((session) => {
    const said = new ConversationBuilder();
    const id = textOf(session['id']);
    for (const message of messagesOf.get(id) ?? []) {
      const isUser = parseFields(textOf(message['data']))['role'] === 'user';
      const at = Number(message['time_created']) || 0;
      for (const part of partsOf.get(textOf(message['id'])) ?? [])
        addPart(said, parseFields(textOf(part['data'])), { id: textOf(message['id']), isUser, at });
    }
    const units = said.units(place);
    place += units.length;
    const directory = textOf(session['directory']);
    return {
      source: 'opencode' as const,
      file,
      conversation: textOf(session['parent_id']) || id,
      ...(directory !== '' && { directory }),
      name: nameFrom(textOf(session['title']), said.firstQuestion, 'opencode'),
      units,
    };
  });
}

function addPart(
  said: ConversationBuilder,
  part: Fields,
  { id, isUser, at }: { id: string; isUser: boolean; at: number },
): void {
  switch (part['type']) {
    case 'text': {
      const text = textOf(part['text']);
      if (!isUser) said.add('answer', text, at);
      else if (part['synthetic'] === true) said.add('attached', text, at);
      else said.ask(id, at, text);
      break;
    }
    case 'reasoning':
      said.add('thought', textOf(part['text']), at);
      break;
    case 'tool': {
      const { input, output, title } = fieldsOf(part['state']);
      said.addTool(part['tool'], title, input, output);
      break;
    }
    case 'file':
      said.add('attached', textOf(part['filename']), at);
      break;
  }
}

function groupBy(rows: Rows, column: string): Map<string, Rows> {
  const groups = new Map<string, Rows>();
  for (const row of rows) {
    const key = textOf(row[column]);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}
