import { breakReferenceNs } from '../shared/plan.ts';

/**
 * What V8 itself takes for a breakpoint whose condition is false: it parses the enclosing function again at every hit.
 * Fitted to 30 µs in a small function, 250 µs at 500 lines, 2 ms at 5,000 lines (Node 20 to 26).
 */
export const expectedBreakCostNs = (functionLines: number): number => breakReferenceNs + 410 * functionLines;
