// The SQLite database of the index: opened, created, closed, removed when it is damaged. Owns the library,
// its lock directory, the settings and the tables. Leaves what is in them to search-index.ts. Invariant: only
// who holds our own lock opens it, since the library's outlives a kill -9, and whatever is wrong with the
// file leads to a new one. Why it is set like this: docs/decisions/0090.

import { mkdirSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

export type SqlValue = number | string | null;
export type Row = Readonly<Record<string, SqlValue>>;

/** Of node-sqlite3-wasm. all() ends a statement's reading; get() would leave it open, and the log grow. */
interface Statement {
  run(values?: readonly SqlValue[]): unknown;
  all(values?: readonly SqlValue[]): Row[];
  finalize(): void;
}
interface Connection {
  exec(sql: string): void;
  prepare(sql: string): Statement;
  close(): void;
}

/** Marks SQL, in which only constants may stand: values go in as parameters. */
export const sql = (parts: TemplateStringsArray, ...constants: readonly (string | number)[]): string =>
  String.raw(parts, ...constants);

/** Another one is built again. */
const VERSION = 2;

/** In bytes: as much as the words of one transaction need, or half-filled pages stay. */
const HASH_BYTES = 16 << 20;

/** The first is what makes a write-ahead log possible without shared memory. */
const SETTINGS = [
  sql`PRAGMA locking_mode=EXCLUSIVE`,
  sql`PRAGMA journal_mode=WAL`,
  sql`PRAGMA synchronous=NORMAL`,
  sql`PRAGMA cache_size=-8192`,
  sql`PRAGMA wal_autocheckpoint=1000`,
];

const TABLES = sql`BEGIN;
CREATE TABLE file(id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, ino INTEGER NOT NULL,
  size INTEGER NOT NULL, mtime INTEGER NOT NULL, changed REAL NOT NULL, offset INTEGER NOT NULL,
  begun INTEGER NOT NULL, sum INTEGER NOT NULL);
CREATE TABLE block(base INTEGER PRIMARY KEY, room INTEGER NOT NULL, file INTEGER NOT NULL);
CREATE INDEX block_file ON block(file);
CREATE TABLE unit(id INTEGER PRIMARY KEY, place INTEGER NOT NULL, at INTEGER NOT NULL, turn INTEGER NOT NULL);
CREATE VIRTUAL TABLE words USING fts5(text, content='', contentless_delete=1,
  tokenize='unicode61 remove_diacritics 2', detail=full);
INSERT INTO words(words, rank) VALUES('hashsize', ${HASH_BYTES});
INSERT INTO words(words, rank) VALUES('automerge', 0);
INSERT INTO words(words, rank) VALUES('crisismerge', 1000);
PRAGMA user_version=${VERSION};
COMMIT`;

export class Database {
  readonly file: string;
  readonly #connection: Connection;
  readonly #statements = new Map<string, Statement>();

  private constructor(file: string, connection: Connection) {
    this.file = file;
    this.#connection = connection;
  }

  /** With our lock held. What cannot be used is replaced by an empty one. */
  static async open(file: string): Promise<Database> {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    // Left by a process that was killed.
    rmSync(`${file}.lock`, { recursive: true, force: true });
    const found = await Database.#tryOpen(file).catch(() => undefined);
    if (found) return found;
    Database.remove(file);
    return Database.#tryOpen(file);
  }

  static remove(file: string): void {
    for (const end of ['', '-wal', '-journal', '.lock'])
      rmSync(`${file}${end}`, { recursive: true, force: true });
  }

  static async #tryOpen(file: string): Promise<Database> {
    const { default: library } = await import('node-sqlite3-wasm');
    const database = new Database(file, new library.Database(file) as unknown as Connection);
    try {
      for (const setting of SETTINGS) database.exec(setting);
      if (database.number(sql`PRAGMA user_version`) === 0) {
        if (database.number(sql`SELECT count(*) FROM sqlite_master`) > 0) throw new Error('not of this kind');
        database.exec(TABLES);
      }
      database.#check();
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  }

  /** What can be seen at once: reading all of it would take seconds, and is done as it is needed. */
  #check(): void {
    if (this.number(sql`PRAGMA user_version`) !== VERSION) throw new Error('of another version');
    this.all(sql`PRAGMA wal_checkpoint(TRUNCATE)`);
    const bytes = this.number(sql`PRAGMA page_count`) * this.number(sql`PRAGMA page_size`);
    if (bytes !== statSync(this.file).size) throw new Error('cut');
    this.number(sql`SELECT count(*) FROM block`);
    this.number(sql`SELECT count(*) FROM unit`);
    this.all(sql`SELECT rowid FROM words WHERE words MATCH '"a"' LIMIT 1`);
  }

  exec(sql: string): void {
    this.#connection.exec(sql);
  }

  all(sql: string, values: readonly SqlValue[] = []): Row[] {
    return this.#statement(sql).all(values);
  }

  run(sql: string, values: readonly SqlValue[] = []): void {
    this.#statement(sql).run(values);
  }

  /** The first value of the first row; 0: none. */
  number(sql: string, values: readonly SqlValue[] = []): number {
    const [row] = this.all(sql, values);
    return row ? Number(Object.values(row)[0]) : 0;
  }

  /** Anything that was written and not committed is gone. */
  close(): void {
    try {
      for (const statement of this.#statements.values()) statement.finalize();
      this.#connection.close();
    } catch {
      // It is damaged, or was never opened.
    }
    rmSync(`${this.file}.lock`, { recursive: true, force: true });
  }

  #statement(sql: string): Statement {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#connection.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}
