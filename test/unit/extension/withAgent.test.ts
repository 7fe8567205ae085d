import { expect, test } from 'vitest';
import { withAgent } from '../../../extension/src/start/withAgent.ts';

const agent = '--import @stillframe/agent/register';

test.each([
  ['node app.js', `node ${agent} app.js`],
  [
    'NODE_ENV=production node --enable-source-maps dist/app.js',
    `NODE_ENV=production node ${agent} --enable-source-maps dist/app.js`,
  ],
  ['tsc && node dist/app.js', `tsc && node ${agent} dist/app.js`],
])('%s', (script, expected) => {
  expect(withAgent(script)).toEqual({ kind: 'changed', script: expected });
});

test.each(['tsx src/app.ts', 'next start', 'node-dev app.js', './node', 'nodemon app.js'])(
  '%s does not call node',
  (script) => {
    expect(withAgent(script)).toEqual({ kind: 'noNode' });
  },
);

test('an agent that is there is not added again', () => {
  expect(withAgent(`node ${agent} app.js`)).toEqual({ kind: 'hasIt' });
});
