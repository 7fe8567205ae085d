import type { ProbeSummary } from './summarizeProbe.ts';

/** Why a probe is not armed, in a few words for the end of its line and its row; undefined when there is nothing to say. */
export function shortReason(summary: ProbeSummary, paused: boolean): string | undefined {
  const { state, reason } = summary;
  if (state === 'pending') {
    if (paused) return 'paused';
    if (summary.instances === 0) return 'waiting for an agent';
    return reason?.code === 'SCRIPT_NOT_LOADED' ? 'waiting for this file to load' : summary.sentence;
  }
  if (state === 'armed' && reason?.code === 'SOURCE_DIFFERS') return differsText(summary.boundLine1);
  if (state !== 'failed') return undefined;
  if (reason?.code === 'LINE_HAS_NO_CODE') {
    return reason.suggestedLine1 === undefined ? 'no code here' : `no code here → move to ${reason.suggestedLine1}`;
  }
  return summary.sentence;
}

/** The statement is on another line where it runs, or has another text there. */
const differsText = (runningLine1: number | undefined) =>
  runningLine1 === undefined ? 'another text runs on this line' : `line ${runningLine1} in the source that runs`;
