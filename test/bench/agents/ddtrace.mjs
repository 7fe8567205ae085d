import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import { falseConditions, workFile } from '../probedLines.mjs';

const require = createRequire(new URL('../.peers/', import.meta.url));

/**
 * dd-trace with nothing but its live debugger on (`plugins: false`: no tracing). Probes come from a stand-in for Datadog's
 * local agent, which the parent holds. Its rate a probe is lifted by the probe's own setting; its 25 captures a second in
 * all is no setting, so captures are paced below it.
 */
export function createAgent({ ask, lines }) {
  const acknowledged = new Map();
  let sequence = 0;
  const change = async (action, id, send) => {
    const done = new Promise((resolve, reject) => {
      acknowledged.set(`${action} ${id}`, (error) => (error ? reject(error) : resolve()));
    });
    await send();
    await done;
  };

  return {
    start() {
      hearAcknowledgements(acknowledged);
      require('dd-trace').init({ plugins: false });
    },
    // Its thread starts after a round trip to its local agent, and says nothing when it is there.
    settled: () => sleep(700),
    async arm(probe) {
      const id = `probe-${++sequence}-${process.pid}`;
      await change('apply', id, () => ask('addProbe', definition(id, probe, lines)));
      return id;
    },
    disarm: (id) => change('unapply', id, () => ask('removeProbe', id)),
  };
}

/** dd-trace acknowledges a probe to its local agent only; we listen in where it does. */
function hearAcknowledgements(acknowledged) {
  const RemoteConfig = require('dd-trace/packages/dd-trace/src/remote_config');
  const { setProductHandler } = RemoteConfig.prototype;
  RemoteConfig.prototype.setProductHandler = function (product, handler) {
    const heard = (action, probe, id, acknowledge) =>
      handler(action, probe, id, (error) => {
        acknowledge(error);
        acknowledged.get(`${action} ${probe.id}`)?.(error);
      });
    return setProductHandler.call(this, product, product === 'LIVE_DEBUGGING' ? heard : handler);
  };
}

function definition(id, { kind, place }, lines) {
  const isLog = kind === 'log';
  return {
    id,
    version: 0,
    type: 'LOG_PROBE',
    language: 'javascript',
    where: { sourceFile: workFile, lines: [String(lines[place])] },
    tags: [],
    evaluateAt: 'EXIT',
    template: isLog ? 'order {order.id}' : 'taken',
    segments: isLog ? [{ str: 'order ' }, { dsl: 'order.id', json: value('order', 'id') }] : [{ str: 'taken' }],
    captureSnapshot: !isLog,
    sampling: { snapshotsPerSecond: 1e6 },
    ...(kind === 'condition' ? { when: whenFalse(falseConditions[place]) } : {}),
  };
}

const whenFalse = ({ name, member, text }) => ({ dsl: text, json: { eq: [value(name, member), -1] } });

const value = (name, member) => (member === undefined ? { ref: name } : { getmember: [{ ref: name }, member] });
