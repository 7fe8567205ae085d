import { createRequire } from 'node:module';
import { falseConditions, workDir, workFile } from '../probedLines.mjs';

const require = createRequire(new URL('../.peers/', import.meta.url));
const quiet = { error() {}, warn() {}, info() {}, debug() {} };

/**
 * @google-cloud/debug-agent driven at its debugger interface, without Google: its scanner, source mapper and V8 part run, its
 * network side does not. It takes a snapshot out after one hit; here it is armed again at once, and what it would do to send
 * a capture is not counted.
 */
export function createAgent({ lines }) {
  const active = new Map();
  let api;
  let sequence = 0;
  let seen = 0;

  const waitAgain = (breakpoint) =>
    api.wait(breakpoint, () => {
      seen++;
      Object.assign(breakpoint, { stackFrames: [], variableTable: [], evaluatedExpressions: [] });
      if (active.has(breakpoint.id)) waitAgain(breakpoint);
    });

  return {
    async start() {
      const part = (path) => require(`@google-cloud/debug-agent/build/src/agent/${path}.js`);
      require('@google-cloud/debug-agent');
      const config = { ...part('config').defaultConfig, workingDirectory: workDir, forceNewAgent_: true };
      config.log = { ...config.log, maxLogsPerSecond: 1e6 };
      const files = await part('io/scanner').scan(workDir, /(\.js|js\.map)$/);
      const mapper = await part('io/sourcemapper').create(files.selectFiles(/\.map$/, ''), quiet);
      api = part('v8/debugapi').create(quiet, config, files.selectStats(/\.js$/), mapper);
    },
    async arm({ kind, place }) {
      const isLog = kind === 'log';
      const breakpoint = {
        id: `breakpoint-${++sequence}`,
        action: isLog ? 'LOG' : 'CAPTURE',
        location: { path: workFile, line: lines[place] },
        ...(kind === 'condition' ? { condition: falseConditions[place].text } : {}),
        ...(isLog ? { logMessageFormat: 'order $0', expressions: ['order.id'] } : {}),
      };
      await new Promise((resolve, reject) => {
        api.set(breakpoint, (error) => (error ? reject(error) : resolve()));
      });
      active.set(breakpoint.id, breakpoint);
      if (isLog)
        api.log(
          breakpoint,
          () => seen++,
          () => false,
        );
      else waitAgain(breakpoint);
      return breakpoint.id;
    },
    async disarm(id) {
      const breakpoint = active.get(id);
      active.delete(id);
      await new Promise((resolve) => {
        api.clear(breakpoint, resolve);
      });
    },
    seen: () => seen,
  };
}
