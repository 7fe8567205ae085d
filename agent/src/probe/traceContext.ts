import { AsyncLocalStorage } from 'node:async_hooks';
import type { HitTrace } from '../shared/messages.ts';
import type { PointPlan } from '../shared/plan.ts';
import type { Hit } from './hit.ts';
import { evaluateAt } from './pointValues.ts';
import {
  bigintToString,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  hasOwn,
  isMap,
  isProxy,
  mapGet,
  numberToString,
  reflectApply,
} from './primordials.ts';
import type { ProbeRuntime } from './probeRuntime.ts';

/** Longer texts are not ids. */
const maxIdLength = 256;

/** On the app's thread: the trace and the request that a hit belongs to. */
export function readTrace(runtime: ProbeRuntime, point: PointPlan, hit: Hit): HitTrace {
  const span = activeSpan();
  return {
    traceId: idOf(ownValue(span, 'traceId')),
    spanId: idOf(ownValue(span, 'spanId')),
    requestId: requestIdAt(runtime, point, hit),
  };
}

// OpenTelemetry's own two keys, the same in every 1.x of its API, however often that is loaded.
const apiKey = Symbol.for('opentelemetry.js.api.1');
const spanKey = Symbol.for('OpenTelemetry Context Key SPAN');
const { prototype: storagePrototype } = AsyncLocalStorage;
const { getStore } = storagePrototype;

/**
 * The context of the active span, as SDK 1.x and 2.x hold it. Asking OpenTelemetry for it (`trace.getActiveSpan()`) would
 * run code of the app's, so its objects are only looked at, and Node is asked for what is in its storage.
 */
function activeSpan(): unknown {
  const storage = ownValue(ownValue(ownValue(globalThis, apiKey), 'context'), '_asyncLocalStorage');
  if (typeof storage !== 'object' || storage === null || isProxy(storage)) return undefined;
  if (getPrototypeOf(storage) !== storagePrototype) return undefined;
  // What Node 20 and 22 read of it.
  if (isAccessor(storage, 'enabled') || isAccessor(storage, 'kResourceStore')) return undefined;
  const values = ownValue(reflectApply(getStore, storage as AsyncLocalStorage<unknown>, []), '_currentContext');
  return isMap(values) ? ownValue(mapGet(values, spanKey), '_spanContext') : undefined;
}

function requestIdAt(runtime: ProbeRuntime, point: PointPlan, hit: Hit): string | null {
  const { requestIds } = runtime.plan;
  for (let index = 0; index < requestIds.length; index++) {
    try {
      const id = idOf(evaluateAt(runtime, point, hit, requestIds[index] ?? -1));
      if (id !== null) return id;
    } catch {
      // Not visible here: it has no id, or the next expression gives one.
    }
  }
  return null;
}

function idOf(value: unknown): string | null {
  if (typeof value === 'number') return numberToString(value);
  if (typeof value === 'bigint') return bigintToString(value);
  return typeof value === 'string' && value !== '' && value.length <= maxIdLength ? value : null;
}

function ownValue(holder: unknown, key: PropertyKey): unknown {
  if (typeof holder !== 'object' || holder === null || isProxy(holder)) return undefined;
  const property = getOwnPropertyDescriptor(holder, key);
  return property !== undefined && hasOwn(property, 'value') ? property.value : undefined;
}

function isAccessor(holder: object, key: string): boolean {
  const property = getOwnPropertyDescriptor(holder, key);
  return property !== undefined && !hasOwn(property, 'value');
}
