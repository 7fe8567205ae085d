import { mergeSeries, type ProbeStatus, type Program, type Series } from '@stillframe/protocol';
import { isAllowedProgram, isSensitiveProgram } from './programs.ts';
import type { Rules } from './rules.ts';
import { findSecrets, markerFor, withMarkers } from './texts.ts';
import { notAllowed } from './values.ts';

/** The app's thread cuts group keys to this and a `…`. */
const cutKeyLength = 201;

/** A report with its group keys and the reasons of failures hidden. Groups that look alike then are one. `by` gives the keys. */
export function redactStatus(status: ProbeStatus, by: Program | undefined, rules: Rules): ProbeStatus {
  const { reason, lastFailure } = status;
  const text = (shown: string, isCut = false) => withMarkers(shown, findSecrets(shown, isCut, rules.patterns));
  const keyText = (key: string): string => {
    if (by !== undefined && isSensitiveProgram(by, rules)) return markerFor('name');
    if (by !== undefined && !isAllowedProgram(by, rules)) return markerFor(notAllowed);
    return key.length === cutKeyLength ? `${text(key.slice(0, -1), true)}…` : text(key);
  };
  const byKey = new Map<string | undefined, Series>();
  for (const series of status.series) {
    const key = series.key === undefined ? undefined : keyText(series.key);
    const before = byKey.get(key);
    byKey.set(key, before === undefined ? { ...series, key } : mergeSeries(before, { ...series, key }));
  }
  return {
    ...status,
    reason: reason && { ...reason, message: text(reason.message) },
    lastFailure: lastFailure && { ...lastFailure, message: text(lastFailure.message) },
    series: [...byKey.values()],
  };
}
