// The index of words: which units of which files have them. Owns the tables' meaning: which file a number
// belongs to, how far each file is in it, and numbers that are higher the newer a unit is. Leaves reading
// files to update-index.ts. Invariant: it is never the truth: what it says is looked up in the files, and
// what it lacks is scanned.

import type { FileFacts } from '../places/file.js';
import { sql, type Database, type Row } from './database.js';

/** The first number: there is room for as many older units below it. */
const MIDDLE = 2 ** 22;
/** Relevance is computed among so many of the newest. */
export const NEWEST = 1_000;
/** Relevance of very common words takes long, and says little. */
const SOON_MS = 100;
const MERGED_PAGES = 200;
/** What FTS5 puts before each word, in place of the number of a prefix index. */
const MAIN_WORDS = '0';

export interface IndexedFile {
  id: number;
  path: string;
  ino: number;
  size: number;
  mtimeMs: number;
  changedMs: number;
  /** Bytes before it are in the index, as far as units are whole; of files read as a whole their size. */
  offset: number;
  /** Turns that had begun by then. */
  begun: number;
  /** Of the bytes before; of files read as a whole 0. */
  sum: number;
}

export interface IndexedUnit {
  /** The higher the newer. */
  id: number;
  file: number;
  place: number;
  at: number;
  turn: number;
  /** bm25, the higher the better; undefined: not computed. */
  relevance: number | undefined;
}

/** text: as its words go into the index. */
export type NewUnit = Pick<IndexedUnit, 'place' | 'at' | 'turn'> & { text: string };

export interface NewUnits {
  file: FileFacts;
  units: readonly NewUnit[];
  offset: number;
  begun: number;
  sum: number;
}

export class SearchIndex {
  readonly #database: Database;
  readonly #files = new Map<string, IndexedFile>();

  constructor(database: Database) {
    this.#database = database;
    for (const row of database.all(sql`SELECT * FROM file`))
      this.#files.set(String(row['path']), {
        id: Number(row['id']),
        path: String(row['path']),
        ino: Number(row['ino']),
        size: Number(row['size']),
        mtimeMs: Number(row['mtime']),
        changedMs: Number(row['changed']),
        offset: Number(row['offset']),
        begun: Number(row['begun']),
        sum: Number(row['sum']),
      });
  }

  get files(): ReadonlyMap<string, IndexedFile> {
    return this.#files;
  }

  /** A time that is still to come says nothing of the others. */
  newestMs(nowMs: number): number {
    let newest = 0;
    for (const { mtimeMs } of this.#files.values()) if (mtimeMs <= nowMs) newest = Math.max(newest, mtimeMs);
    return newest;
  }

  /** The newest units that match. Throws what the library does. */
  find(expression: string): IndexedUnit[] {
    const beganAt = performance.now();
    const newest = this.#database.all(
      sql`SELECT rowid AS id FROM words WHERE words MATCH ? ORDER BY rowid DESC LIMIT ${NEWEST}`,
      [expression],
    );
    const isSoon = performance.now() - beganAt < SOON_MS;
    const ranked = isSoon
      ? this.#database.all(
          sql`SELECT rowid AS id, bm25(words) AS rank FROM words WHERE words MATCH ? ORDER BY rowid DESC LIMIT ${NEWEST}`,
          [expression],
        )
      : newest;
    return this.#unitsOf(ranked);
  }

  /** The newest that match and have a number below this one; of all if there is no expression. */
  findBelow(below: number, count: number, expression: string): IndexedUnit[] {
    const rows =
      expression === ''
        ? this.#database.all(sql`SELECT id FROM unit WHERE id < ? ORDER BY id DESC LIMIT ?`, [below, count])
        : this.#database.all(
            sql`SELECT rowid AS id FROM words WHERE words MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ?`,
            [expression, below, count],
          );
    return this.#unitsOf(rows);
  }

  /** Pages of words that begin like this, about: FTS5 has a table of which word each of them begins with. */
  pagesOf(prefix: string): number {
    const last = Array.from(prefix).at(-1)?.codePointAt(0) ?? 0;
    const after = `${prefix.slice(0, -String.fromCodePoint(last).length)}${String.fromCodePoint(last + 1)}`;
    return this.#database.number(
      sql`SELECT sum(
          coalesce((SELECT pgno FROM words_idx WHERE segid = part.segid AND term >= CAST(?1 AS BLOB)
            ORDER BY term LIMIT 1), part.last)
          - coalesce((SELECT pgno FROM words_idx WHERE segid = part.segid AND term <= CAST(?2 AS BLOB)
            ORDER BY term DESC LIMIT 1), part.first)) / 2
        FROM (SELECT segid, min(pgno) AS first, max(pgno) AS last FROM words_idx GROUP BY segid) AS part`,
      [`${MAIN_WORDS}${after}`, `${MAIN_WORDS}${prefix}`],
    );
  }

  #unitsOf(rows: readonly Row[]): IndexedUnit[] {
    const ranks = new Map(rows.map((row) => [Number(row['id']), row['rank'] ?? undefined]));
    const ids = JSON.stringify(rows.map((row) => Number(row['id'])));
    return this.#database
      .all(
        sql`SELECT id, place, at, turn, (SELECT file FROM block WHERE base <= unit.id ORDER BY base DESC LIMIT 1) AS file
          FROM unit WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id DESC`,
        [ids],
      )
      .map((row) => {
        const rank = ranks.get(Number(row['id']));
        return {
          id: Number(row['id']),
          file: Number(row['file']),
          place: Number(row['place']),
          at: Number(row['at']),
          turn: Number(row['turn']),
          relevance: rank === undefined ? undefined : -Number(rank),
        };
      });
  }

  /** Places of the file's units from this one on. */
  placesFrom(file: IndexedFile, from: number): Set<number> {
    const rows = this.#database.all(
      sql`SELECT place FROM block JOIN unit ON unit.id >= block.base AND unit.id < block.base + block.room
        WHERE block.file = ? AND place >= ?`,
      [file.id, from],
    );
    return new Set(rows.map((row) => Number(row['place'])));
  }

  /** A group of files, the oldest first: within a transaction numbers only rise. newest: above all others. */
  add(group: readonly NewUnits[], { newest }: { newest: boolean }): void {
    const database = this.#database;
    database.exec(sql`BEGIN`);
    try {
      const count = group.reduce((sum, { units }) => sum + units.length, 0);
      let id = this.#firstId(count, newest);
      const written = group.map((added) => {
        const file = this.#keep(added);
        if (added.units.length > 0)
          database.run(sql`INSERT INTO block VALUES(?, ?, ?)`, [id, added.units.length, file.id]);
        for (const { place, at, turn, text } of added.units) {
          database.run(sql`INSERT INTO words(rowid, text) VALUES(?, ?)`, [id, text]);
          database.run(sql`INSERT INTO unit VALUES(?, ?, ?, ?)`, [id++, place, Math.trunc(at), turn]);
        }
        return file;
      });
      database.exec(sql`COMMIT`);
      for (const file of written) this.#files.set(file.path, file);
    } catch (error) {
      this.#undo();
      throw error;
    }
  }

  /** They are gone, or have become others. */
  forget(files: readonly IndexedFile[]): void {
    if (files.length === 0) return;
    const database = this.#database;
    database.exec(sql`BEGIN`);
    try {
      for (const { id } of files) {
        const range = sql`id >= ? AND id < ?`;
        for (const { base, room } of database.all(sql`SELECT base, room FROM block WHERE file = ?`, [id])) {
          const ends = [Number(base), Number(base) + Number(room)];
          for (const row of database.all(sql`SELECT id FROM unit WHERE ${range} ORDER BY id`, ends))
            database.run(sql`DELETE FROM words WHERE rowid = ?`, [Number(row['id'])]);
          database.run(sql`DELETE FROM unit WHERE ${range}`, ends);
        }
        database.run(sql`DELETE FROM block WHERE file = ?`, [id]);
        database.run(sql`DELETE FROM file WHERE id = ?`, [id]);
      }
      database.exec(sql`COMMIT`);
    } catch (error) {
      this.#undo();
      throw error;
    }
    for (const { path } of files) this.#files.delete(path);
  }

  /** The same file under another name. */
  rename(file: IndexedFile, path: string): void {
    this.#database.run(sql`UPDATE file SET path = ? WHERE id = ?`, [path, file.id]);
    this.#files.delete(file.path);
    this.#files.set(path, { ...file, path });
  }

  /** How many parts it has: each transaction writes one. */
  get parts(): number {
    return this.#database.number(sql`SELECT count(DISTINCT segid) FROM words_idx`);
  }

  /** A step of joining its parts; false: nothing is left to join. */
  merge({ isFirst }: { isFirst: boolean }): boolean {
    const database = this.#database;
    const before = database.number(sql`SELECT total_changes()`);
    if (isFirst) database.run(sql`INSERT INTO words(words, rank) VALUES('usermerge', 2)`);
    const pages = isFirst ? -MERGED_PAGES : MERGED_PAGES;
    database.run(sql`INSERT INTO words(words, rank) VALUES('merge', ?)`, [pages]);
    if (database.number(sql`SELECT total_changes()`) - before >= 2) return true;
    // Before, large and small parts would be on one level, and it never got anywhere.
    database.run(sql`INSERT INTO words(words, rank) VALUES('automerge', 8)`);
    return false;
  }

  close(): void {
    this.#database.close();
  }

  #firstId(count: number, newest: boolean): number {
    const database = this.#database;
    if (database.number(sql`SELECT count(*) FROM block`) === 0) return MIDDLE;
    if (!newest) return database.number(sql`SELECT min(base) FROM block`) - count;
    return database.number(sql`SELECT base + room FROM block ORDER BY base DESC LIMIT 1`);
  }

  #keep({ file: { path, ino, size, mtimeMs, changedMs }, offset, begun, sum }: NewUnits): IndexedFile {
    this.#database.run(
      sql`INSERT INTO file(path, ino, size, mtime, changed, offset, begun, sum) VALUES(?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT(path) DO UPDATE SET ino = excluded.ino, size = excluded.size, mtime = excluded.mtime,
        changed = excluded.changed, offset = excluded.offset, begun = excluded.begun, sum = excluded.sum`,
      [path, ino, size, mtimeMs, changedMs, offset, begun, sum],
    );
    const id = this.#database.number(sql`SELECT id FROM file WHERE path = ?`, [path]);
    return { id, path, ino, size, mtimeMs, changedMs, offset, begun, sum };
  }

  #undo(): void {
    try {
      this.#database.exec(sql`ROLLBACK`);
    } catch {
      // It is damaged, and will be removed.
    }
  }
}
