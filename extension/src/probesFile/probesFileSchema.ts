import {
  CounterSpecSchema,
  DurationSpecSchema,
  limits,
  LogSpecSchema,
  MetricSpecSchema,
  SnapshotSpecSchema,
  TicTocSpecSchema,
} from '@stillframe/protocol';
import * as v from 'valibot';

/** The file in a workspace folder that holds the probes its people share. */
export const probesFileName = 'stillframe.json';

/** What is written another way than on the wire, or not at all. */
const ownWay = ['at', 'target', 'origin'] as const;

const PlaceTextSchema = v.pipe(v.string(), v.regex(/^.+:[1-9]\d{0,6}$/, 'Write file:line.'));
const where = {
  at: PlaceTextSchema,
  text: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(limits.lineText))),
  target: v.optional(v.string()),
};

const EntrySchema = v.variant('kind', [
  v.strictObject({ ...v.omit(SnapshotSpecSchema, ownWay).entries, ...where }),
  v.strictObject({ ...v.omit(LogSpecSchema, ownWay).entries, ...where }),
  v.strictObject({ ...v.omit(CounterSpecSchema, ownWay).entries, ...where }),
  v.strictObject({ ...v.omit(TicTocSpecSchema, ownWay).entries, ...where, to: PlaceTextSchema }),
  v.strictObject({ ...v.omit(MetricSpecSchema, ownWay).entries, ...where }),
  v.strictObject({ ...v.omit(DurationSpecSchema, ownWay).entries, ...where }),
]);

export const ProbesFileSchema = v.strictObject({ $schema: v.optional(v.string()), probes: v.array(EntrySchema) });
export const ProbesFileEntrySchema = EntrySchema;
