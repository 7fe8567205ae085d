/**
 * Calls in both directions between the bench and one of its processes. `channel` is `process` in the child and the
 * ChildProcess in the parent. A call rejects with the other side's stack, or when the channel closes.
 */
export function createRpc(channel, handlers) {
  const waiting = new Map();
  let nextId = 1;

  const answer = async ({ id, method, params }) => {
    try {
      return { id, result: await handlers[method](params) };
    } catch (error) {
      return { id, error: String(error.stack) };
    }
  };
  const settle = ({ id, result, error }) => {
    const call = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) call?.resolve(result);
    else call?.reject(new Error(error));
  };

  channel.on('message', (message) => {
    if (message.method === undefined) settle(message);
    else void answer(message).then((reply) => channel.connected && channel.send(reply));
  });
  channel.on('disconnect', () => {
    for (const { reject } of waiting.values()) reject(new Error('the process ended in the middle of a call'));
    waiting.clear();
  });

  return (method, params) =>
    new Promise((resolve, reject) => {
      const id = nextId++;
      waiting.set(id, { resolve, reject });
      channel.send({ id, method, params });
    });
}
