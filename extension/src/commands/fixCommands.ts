import { assertNever } from '@stillframe/protocol';
import * as v from 'valibot';
import { applyFixCommand, FixSchema } from '../language/server/applyFix.ts';
import type { CommandTable } from './commandContext.ts';
import type { ProbeActions } from './probeActions.ts';

/** The language server's quick fixes, run here so that what goes wrong is shown; not in the palette. */
export function fixCommands(actions: ProbeActions): CommandTable {
  return {
    [applyFixCommand]: async (argument) => {
      const fix = v.parse(FixSchema, argument);
      switch (fix.action) {
        case 'move':
          return await actions.update(fix.id, fix.spec);
        case 'renew':
          return await actions.renew([fix.id]);
        case 'remove':
          return await actions.remove([fix.id]);
        default:
          return assertNever(fix);
      }
    },
  };
}
