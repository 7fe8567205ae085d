import { identifiersOf, type Program } from '@stillframe/protocol';
import { leafNames } from './leafNames.ts';
import type { Rules } from './rules.ts';

/** Whether an expression reads anything by a sensitive name, a Map's key included. */
export const isSensitiveProgram = (program: Program, { isSensitiveName }: Rules): boolean =>
  identifiersOf(program).some(isSensitiveName);

/** In allow mode, whether every name that its result is made of is on the list; else true. */
export const isAllowedProgram = (program: Program, { isAllowedName }: Rules): boolean =>
  isAllowedName === undefined || leafNames(program).every(isAllowedName);
