import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { CaptureSchema, LogRecordSchema, ProbeSchema, RedactionRulesSchema } from '@stillframe/protocol';
import sqlite from 'node-sqlite3-wasm';
import * as v from 'valibot';
import { createRecordTable } from './recordTable.ts';
import type { Retention } from './retention.ts';
import type { Store, StoredProbe } from './store.ts';

/** Raised when an older hub could not read what this one writes. */
const schemaNumber = 1;

const StoredProbeSchema = v.object({
  probe: ProbeSchema,
  accepted: v.number(),
  ended: v.optional(v.picklist(['done', 'expired'])),
});

/**
 * Opens `<dataDir>/stillframe.sqlite`, making it when missing. The caller owns the directory (see dataLock.ts); throws
 * when the file is no database of ours.
 */
export function openSqliteStore(options: {
  readonly dataDir: string;
  readonly retention: Retention;
  readonly nowMs?: () => number;
}): Store {
  const { dataDir, retention, nowMs = Date.now } = options;
  const file = join(dataDir, 'stillframe.sqlite');
  // The library's file lock is a directory that outlives a killed process. Nobody else can hold it: the directory is ours.
  rmSync(`${file}.lock`, { recursive: true, force: true });
  const db = new sqlite.Database(file);
  try {
    // WAL without shared memory works only with the exclusive mode, and is the quickest that survives a kill at any point.
    db.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
    const found = Number(db.get('PRAGMA user_version')?.['user_version'] ?? 0);
    if (found > schemaNumber) throw new Error(`it was written by a newer hub (format ${found})`);
    db.exec(`PRAGMA user_version = ${schemaNumber};
      CREATE TABLE IF NOT EXISTS probes (id TEXT PRIMARY KEY, json TEXT NOT NULL);
      CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);`);
  } catch (error) {
    db.close();
    throw error;
  }

  const captures = createRecordTable({
    db,
    name: 'captures',
    parse: parser(CaptureSchema),
    limits: {
      maxAgeMs: retention.maxAgeMs,
      maxCount: retention.maxCaptures,
      maxBytes: retention.maxCaptureBytes,
    },
    nowMs,
  });
  const logs = createRecordTable({
    db,
    name: 'logs',
    parse: parser(LogRecordSchema),
    limits: { maxAgeMs: retention.maxAgeMs, maxCount: retention.maxLogs, maxBytes: retention.maxLogBytes },
    nowMs,
  });

  const setting = (name: string) => db.get('SELECT value FROM settings WHERE name = ?', [name])?.['value'];
  const setSetting = (name: string, value: string) =>
    void db.run('INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)', [name, value]);

  return {
    probes() {
      const parse = parser(StoredProbeSchema);
      return db
        .all('SELECT json FROM probes ORDER BY id')
        .map((row) => parse(JSON.parse(typeof row['json'] === 'string' ? row['json'] : 'null')))
        .filter((stored): stored is StoredProbe => stored !== undefined);
    },
    putProbe: (stored) =>
      void db.run('INSERT OR REPLACE INTO probes (id, json) VALUES (?, ?)', [stored.probe.id, JSON.stringify(stored)]),
    deleteProbe: (id) => void db.run('DELETE FROM probes WHERE id = ?', [id]),
    isPaused: () => setting('paused') === 'true',
    setPaused: (paused) => setSetting('paused', String(paused)),
    redaction() {
      const kept = setting('redaction');
      return v.parse(RedactionRulesSchema, typeof kept === 'string' ? JSON.parse(kept) : {});
    },
    setRedaction: (rules) => setSetting('redaction', JSON.stringify(rules)),
    atomically(work) {
      db.exec('BEGIN');
      try {
        const result = work();
        db.exec('COMMIT');
        return result;
      } catch (error) {
        if (db.inTransaction) db.exec('ROLLBACK');
        throw error;
      }
    },
    addCapture: (capture) => captures.add(capture),
    addLog: (log) => logs.add(log),
    captures: (page) => captures.page(page),
    captureIds: (part) => captures.ids(part),
    capture: (id) => captures.get(id),
    pinCaptures: (ids, pinned) => captures.pin(ids, pinned),
    pinnedIds: () => captures.pinnedIds(),
    clearCaptures: (probeId) => captures.clear(probeId),
    logs: (page) => [...logs.page(page)].reverse(),
    sweep(now) {
      captures.sweep(now);
      logs.sweep(now);
    },
    close: () => db.close(),
  };
}

function parser<T>(schema: v.GenericSchema<unknown, T>): (json: unknown) => T | undefined {
  return (json) => {
    const result = v.safeParse(schema, json);
    return result.success ? result.output : undefined;
  };
}
