import { fileURLToPath } from 'node:url';
import { peerVersions } from './peers.mjs';

const register = fileURLToPath(new URL('../../agent/dist/register.mjs', import.meta.url));

/** What is compared, in the order of the table: `env` and `execArgv` of its processes. */
export const variants = {
  none: { title: 'uninstrumented' },
  hand: { title: 'hand-written line' },
  stillframe: {
    title: 'Stillframe',
    execArgv: ['--import', register],
    env: ({ stillframe }, { budget, warmup }) => ({
      HOME: stillframe.home,
      ...(budget && { STILLFRAME_BUDGET: budget }),
      ...(warmup && { STILLFRAME_WARMUP: '1' }),
    }),
  },
  ddtrace: {
    title: `dd-trace ${peerVersions['dd-trace']}`,
    isPeer: true,
    env: ({ ddtrace }, { isIdle }) => ({
      DD_TRACE_AGENT_URL: ddtrace.url,
      DD_DYNAMIC_INSTRUMENTATION_ENABLED: 'true',
      // Armed quickly; an idle process asks as often as it does by default (5 s).
      ...(isIdle ? {} : { DD_REMOTE_CONFIG_POLL_INTERVAL_SECONDS: '0.1' }),
      DD_INSTRUMENTATION_TELEMETRY_ENABLED: 'false',
      DD_TRACE_STARTUP_LOGS: 'false',
      DD_APM_TRACING_ENABLED: 'false',
      DD_RUNTIME_METRICS_ENABLED: 'false',
      DD_LOGS_INJECTION: 'false',
    }),
  },
  google: { title: `@google-cloud/debug-agent ${peerVersions['@google-cloud/debug-agent']}`, isPeer: true },
};
