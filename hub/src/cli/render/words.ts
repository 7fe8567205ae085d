import type { Instance, Place, ProbeSpec } from '@stillframe/protocol';
import { baseName, processText, visibleText } from '@stillframe/protocol/reading';

/** The end of an id: ids made within a minute begin alike. The hub takes it for the whole. */
export const shortId = (id: string): string => visibleText(id.slice(-8));

export const placeText = ({ file, line1 }: Place): string => `${visibleText(file)}:${line1}`;
export const shortPlaceText = ({ file, line1 }: Place): string => `${visibleText(baseName(file))}:${line1}`;

/** Where a probe is, both ends of a tic-toc. */
export const placesText = (spec: ProbeSpec): string =>
  spec.kind === 'tictoc' ? `${placeText(spec.at)} → ${placeText(spec.to)}` : placeText(spec.at);

/** `shop on pod-2 (pid 71)`. */
export const instanceText = (instance: Instance | undefined, id: string): string =>
  instance === undefined
    ? `instance ${shortId(id)}`
    : `${visibleText(instance.app)} on ${visibleText(instance.host)} (pid ${visibleText(processText(instance))})`;

/** `0.02 %`, one figure that matters at least. */
export const percentText = (share: number): string => {
  const percent = share * 100;
  return `${percent === 0 ? '0' : percent < 0.01 ? '<0.01' : percent.toFixed(percent < 10 ? 2 : 0)} %`;
};

/** Three figures, grouped above a thousand: `0.0123`, `3.14`, `1,204`. */
export function numberText(value: number | undefined): string {
  if (value === undefined || Number.isNaN(value)) return '–';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '-∞';
  if (Number.isInteger(value)) return value.toLocaleString('en-US');
  return Math.abs(value) >= 1_000 ? Math.round(value).toLocaleString('en-US') : String(Number(value.toPrecision(3)));
}
