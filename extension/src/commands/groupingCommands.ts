import type { ProbeGrouping } from '../views/probeGrouping.ts';
import type { CommandTable } from './commandContext.ts';

/** How the Probes view gathers its probes. */
export const groupingCommands = (grouping: ProbeGrouping): CommandTable => ({
  'stillframe.groupProbesByFile': () => Promise.resolve(grouping.set('file')),
  'stillframe.groupProbesByKind': () => Promise.resolve(grouping.set('kind')),
  'stillframe.groupProbesByLabel': () => Promise.resolve(grouping.set('label')),
});
