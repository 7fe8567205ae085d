export { start, type Agent } from './start.ts';
export type { StartOptions } from './config.ts';
export type { RedactOptions } from './redactOptions.ts';
