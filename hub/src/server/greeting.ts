import { StillframeError, badRequest, protocolNumber, protocolVersion } from '@stillframe/protocol';

/** What the first message of a connection settles; every other method needs it. */
export type Greeting<T> = { set(protocol: number, value: T): void; get(): T };

/** `onRefused` ends the connection of a peer that speaks another protocol. */
export function createGreeting<T>(onRefused: () => void): Greeting<T> {
  let greeted: { readonly value: T } | undefined;
  return {
    set(protocol, value) {
      if (protocol !== protocolNumber) {
        onRefused();
        throw new StillframeError(protocolVersion(String(protocol), String(protocolNumber)));
      }
      if (greeted !== undefined) throw new StillframeError(badRequest('Hello was said already on this connection.'));
      greeted = { value };
    },
    get() {
      if (greeted === undefined) throw new StillframeError(badRequest('Say hello first.'));
      return greeted.value;
    },
  };
}
