import { JSONRPCClient, JSONRPCErrorException, JSONRPCServer, JSONRPCServerAndClient } from 'json-rpc-2.0';
import * as v from 'valibot';
import { StillframeError, UserErrorSchema, badRequest, type UserError } from './errors.ts';
import type { Contract, Params, ParamsInput, Result } from './messages/contract.ts';

/** Handlers for every method of a contract; params are already checked. Throw a StillframeError to refuse. */
export type Handlers<C extends Contract> = {
  readonly [M in keyof C]: (params: Params<C[M]>) => Result<C[M]> | Promise<Result<C[M]>>;
};

/** One end of a JSON-RPC 2.0 connection: what the other side answers can be called, typed and checked both ways. */
export type Peer<Theirs extends Contract> = {
  /** Rejects with a StillframeError when the other side refuses, answers nonsense, or the connection ends. */
  request<M extends keyof Theirs & string>(method: M, params: ParamsInput<Theirs[M]>): Promise<Result<Theirs[M]>>;
  /** Sends without waiting for an answer. */
  notify<M extends keyof Theirs & string>(method: M, params: ParamsInput<Theirs[M]>): void;
  /** To be called with every message of the transport. Never throws. */
  receive(text: string): Promise<void>;
  /** Rejects what is still waiting, with `reason`. */
  close(reason: UserError): void;
};

/** JSON-RPC's range for application errors; the UserError is in `data`. */
const userErrorCode = -32000;

/**
 * Binds contracts to a transport that sends text. Pure: no socket, no timer. Unknown methods and params that do not fit
 * are answered with an error and never reach a handler.
 */
export function createPeer<Ours extends Contract, Theirs extends Contract>(options: {
  readonly ours: Ours;
  readonly theirs: Theirs;
  readonly handlers: Handlers<Ours>;
  readonly send: (text: string) => void;
  /** A handler threw something that is not a StillframeError: a bug. The other side is told that it failed, no more. */
  readonly onBug: (error: unknown, method: string) => void;
}): Peer<Theirs> {
  const { ours, theirs, handlers, send, onBug } = options;
  const rpc = new JSONRPCServerAndClient(
    new JSONRPCServer({ errorListener: () => {} }),
    new JSONRPCClient((payload) => send(JSON.stringify(payload))),
    { errorListener: () => {} },
  );
  let closedFor: UserError | undefined;

  for (const method of Object.keys(ours)) {
    const schema = ours[method]?.params;
    const handler: ((params: never) => unknown) | undefined = handlers[method];
    if (schema === undefined || handler === undefined) continue;
    rpc.addMethod(method, async (params: unknown) => {
      try {
        // A notification without a result answers nothing; null keeps a mistaken request from hanging.
        return (await handler(parse(schema, params, method) as never)) ?? null;
      } catch (error) {
        if (!(error instanceof StillframeError)) onBug(error, method);
        const user =
          error instanceof StillframeError ? error.user : badRequest(`The hub or agent failed in ${method}.`);
        throw new JSONRPCErrorException(user.message, userErrorCode, user);
      }
    });
  }

  return {
    async request(method, params) {
      if (closedFor !== undefined) throw new StillframeError(closedFor);
      const schema = theirs[method]?.result;
      let answer: unknown;
      try {
        answer = await rpc.request(method, params, undefined);
      } catch (error) {
        throw new StillframeError(closedFor ?? asUserError(error));
      }
      return (schema === undefined ? undefined : parse(schema, answer, method)) as never;
    },
    notify(method, params) {
      if (closedFor === undefined) rpc.notify(method, params, undefined);
    },
    async receive(text) {
      let payload: unknown;
      try {
        payload = JSON.parse(text);
      } catch {
        payload = undefined; // answered below as an invalid request
      }
      try {
        await rpc.receiveAndSend(payload, undefined, undefined);
      } catch {
        // Neither a request nor an answer. JSON-RPC has no way to answer that without an id.
      }
    },
    close(reason) {
      closedFor = reason;
      rpc.rejectAllPendingRequests(reason.message);
    },
  };
}

function parse(schema: v.GenericSchema, value: unknown, method: string): unknown {
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const where = v.getDotPath(issue);
  throw new StillframeError(badRequest(`${method}: ${where === null ? '' : `${where}: `}${issue.message}.`));
}

function asUserError(error: unknown): UserError {
  const data: unknown = error instanceof JSONRPCErrorException ? error.data : undefined;
  const parsed = v.safeParse(UserErrorSchema, data);
  if (parsed.success) return parsed.output;
  return badRequest(error instanceof Error ? error.message : 'The other side answered with an unknown error.');
}
