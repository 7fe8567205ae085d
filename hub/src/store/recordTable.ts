import type { Database } from 'node-sqlite3-wasm';
import type { Page } from './store.ts';

/** Captures or logs on disk: JSON by id, bounded by age, count and bytes. */
export type RecordTable<T> = {
  add(record: T): boolean;
  get(id: string): T | undefined;
  /** Newest first, by id. */
  page(page: Page): readonly T[];
  ids(part: string): readonly string[];
  /** A pinned record is not cleared and not swept, and does not count for the limits. */
  pin(ids: readonly string[], pinned: boolean): void;
  pinnedIds(): ReadonlySet<string>;
  clear(probeId?: string): number;
  sweep(nowMs: number): void;
};

type Limits = { readonly maxAgeMs: number; readonly maxCount: number; readonly maxBytes: number };

/** `name` is ours, never a caller's text. `parse` answers undefined for what an older or newer hub wrote and cannot be read. */
export function createRecordTable<T extends { readonly id: string; readonly probeId: string }>(options: {
  readonly db: Database;
  readonly name: 'captures' | 'logs';
  readonly parse: (json: unknown) => T | undefined;
  readonly limits: Limits;
  readonly nowMs: () => number;
}): RecordTable<T> {
  const { db, name, parse, limits, nowMs } = options;
  // seq is the order of arrival: what goes first must not depend on the clock of an agent.
  db.exec(`
    CREATE TABLE IF NOT EXISTS ${name} (
      seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, probe_id TEXT NOT NULL,
      stored_at_ms INTEGER NOT NULL, bytes INTEGER NOT NULL, json TEXT NOT NULL);
    CREATE INDEX IF NOT EXISTS ${name}_by_probe ON ${name} (probe_id, id);
    CREATE TABLE IF NOT EXISTS ${name}_pinned (id TEXT PRIMARY KEY);`);
  const isPinned = `id IN (SELECT id FROM ${name}_pinned)`;
  const isFree = `id NOT IN (SELECT id FROM ${name}_pinned)`;

  const read = (row: Row | null): T | undefined => {
    if (row === null) return undefined;
    try {
      return parse(JSON.parse(textOf(row, 'json')));
    } catch {
      return undefined;
    }
  };
  const total = () => {
    const row = db.get(`SELECT count(*) AS count, coalesce(sum(bytes), 0) AS bytes FROM ${name} WHERE ${isFree}`);
    return { count: Number(row?.['count'] ?? 0), bytes: Number(row?.['bytes'] ?? 0) };
  };

  return {
    add(record) {
      const json = JSON.stringify(record);
      const { changes } = db.run(
        `INSERT OR IGNORE INTO ${name} (id, probe_id, stored_at_ms, bytes, json) VALUES (?, ?, ?, ?, ?)`,
        [record.id, record.probeId, Math.floor(nowMs()), Buffer.byteLength(json), json],
      );
      return changes > 0;
    },
    get: (id) => read(db.get(`SELECT json FROM ${name} WHERE id = ?`, [id])),
    page({ probeId, beforeId, trace, pinned, limit, maxBytes }) {
      const where = [probeId === undefined ? '' : 'probe_id = :probe', beforeId === undefined ? '' : 'id < :before'];
      if (pinned === true) where.push(isPinned);
      if (trace !== undefined) where.push(`:trace IN (json ->> '$.trace.traceId', json ->> '$.requestId')`);
      const values: Record<string, string | number> = { ':limit': limit };
      if (probeId !== undefined) values[':probe'] = probeId;
      if (trace !== undefined) values[':trace'] = trace;
      if (beforeId !== undefined) values[':before'] = beforeId;
      const conditions = where.filter((text) => text !== '').join(' AND ') || '1';
      const statement = db.prepare(`SELECT json, bytes FROM ${name} WHERE ${conditions} ORDER BY id DESC LIMIT :limit`);
      const records: T[] = [];
      let bytes = 0;
      try {
        for (const row of statement.iterate(values)) {
          bytes += Number(row['bytes']);
          if (records.length > 0 && bytes > maxBytes) break;
          const record = read(row);
          if (record !== undefined) records.push(record);
        }
      } finally {
        statement.finalize();
      }
      return records;
    },
    ids(part) {
      const rows = db.all(
        `SELECT id FROM ${name} WHERE substr(id, 1, :length) = :part OR substr(id, -:length) = :part LIMIT 10`,
        { ':part': part, ':length': part.length },
      );
      return rows.map((row) => textOf(row, 'id'));
    },
    pin(ids, pinned) {
      const change = pinned
        ? `INSERT OR IGNORE INTO ${name}_pinned (id) VALUES (?)`
        : `DELETE FROM ${name}_pinned WHERE id = ?`;
      for (const id of ids) db.run(change, [id]);
    },
    pinnedIds: () => new Set(db.all(`SELECT id FROM ${name}_pinned`).map((row) => textOf(row, 'id'))),
    clear: (probeId) =>
      probeId === undefined
        ? db.run(`DELETE FROM ${name} WHERE ${isFree}`).changes
        : db.run(`DELETE FROM ${name} WHERE probe_id = ? AND ${isFree}`, [probeId]).changes,
    sweep(now) {
      db.run(`DELETE FROM ${name} WHERE stored_at_ms < ? AND ${isFree}`, [Math.floor(now - limits.maxAgeMs)]);
      const { count, bytes } = total();
      if (count > limits.maxCount) {
        db.run(`DELETE FROM ${name} WHERE seq IN (SELECT seq FROM ${name} WHERE ${isFree} ORDER BY seq LIMIT ?)`, [
          count - limits.maxCount,
        ]);
      }
      if (bytes > limits.maxBytes) {
        // The newest rows whose sizes still fit stay; everything before them goes.
        db.run(
          `DELETE FROM ${name} WHERE seq IN (
             SELECT seq FROM (SELECT seq, sum(bytes) OVER (ORDER BY seq DESC) AS upto FROM ${name} WHERE ${isFree}) WHERE upto > ?)`,
          [limits.maxBytes],
        );
      }
    },
  };
}

type Row = NonNullable<ReturnType<Database['get']>>;

const textOf = (row: Row, column: string): string => (typeof row[column] === 'string' ? row[column] : '');
