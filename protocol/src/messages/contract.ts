import type * as v from 'valibot';

/** One JSON-RPC method: schemas of what is sent and, unless it is a notification, of what is answered. */
export type Method = { readonly params: v.GenericSchema; readonly result?: v.GenericSchema };
/** Method names to schemas: what one side answers. */
export type Contract = Readonly<Record<string, Method>>;

export type ParamsInput<M extends Method> = v.InferInput<M['params']>;
export type Params<M extends Method> = v.InferOutput<M['params']>;
export type Result<M extends Method> = M['result'] extends v.GenericSchema ? v.InferOutput<M['result']> : void;
