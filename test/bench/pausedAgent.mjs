// What an agent without tricks does: stop at the line, ask V8 for each object by message, go on.
import inspector from 'node:inspector';

/** Arms one thing at a line of an already loaded script; everything happens in this process. */
export function startPausedAgent({ kind, frames, scriptPath, line1 }) {
  const session = new inspector.Session();
  session.connect();
  const post = (method, params) => {
    let answer;
    session.post(method, params, (error, result) => {
      if (error) throw new Error(`${method}: ${error.message}`);
      answer = result;
    });
    return answer;
  };
  let script;
  session.on('Debugger.scriptParsed', ({ params }) => {
    if (params.url.endsWith(scriptPath)) script = params;
  });
  post('Debugger.enable');

  const seen = { count: 0, last: '' };
  session.on('Debugger.paused', ({ params }) => {
    seen.count++;
    if (kind === 'snapshot') {
      const taken = params.callFrames
        .slice(0, frames)
        .map(({ scopeChain }) =>
          scopeChain.filter(({ type }) => type === 'local').map(({ object }) => propertiesOf(object.objectId, 3)),
        );
      seen.last = JSON.stringify(taken);
    } else if (kind === 'log') {
      const expression = '`order ${order.id} total ${total}`';
      const [{ callFrameId }] = params.callFrames;
      seen.last = post('Debugger.evaluateOnCallFrame', { callFrameId, expression, returnByValue: true }).result.value;
    }
    post('Debugger.resume');
  });

  function propertiesOf(objectId, depth) {
    const { result } = post('Runtime.getProperties', { objectId, ownProperties: true });
    return result.map(({ name, value }) => {
      if (value?.objectId === undefined || depth === 0) return [name, value?.value ?? value?.description];
      return [name, propertiesOf(value.objectId, depth - 1)];
    });
  }

  post('Debugger.setBreakpoint', {
    location: { scriptId: script.scriptId, lineNumber: line1 - 1 },
    condition: kind === 'condition' ? 'order.id === -1' : undefined,
  });
  return seen;
}
