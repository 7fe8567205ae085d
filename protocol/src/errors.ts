import * as v from 'valibot';

/** Every code a person can meet. Scripts may depend on them. */
export const errorCodes = [
  'LINE_HAS_NO_CODE',
  'NO_TARGET',
  'SCRIPT_NOT_LOADED',
  'AMBIGUOUS_FILE',
  'SOURCE_DIFFERS',
  'EXPRESSION_REFUSED',
  'EXPRESSION_FAILED',
  'THROTTLED_BUDGET',
  'THROTTLED_RATE',
  'EXPIRED',
  'AGENT_LOST',
  'AGENT_FAILED',
  'HUB_UNREACHABLE',
  'UNAUTHORIZED',
  'FORBIDDEN',
  'PAYLOAD_TOO_LARGE',
  'PROTOCOL_VERSION',
  'NOT_FOUND',
  'BAD_REQUEST',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** What a person reads: one sentence with the next step in it, and a code to search for. Never a stack trace. */
export const UserErrorSchema = v.object({
  code: v.picklist(errorCodes),
  message: v.string(),
  /** 1-based column in the expression, for EXPRESSION_REFUSED. */
  column1: v.optional(v.number()),
  /** 1-based line that would work instead, for LINE_HAS_NO_CODE. */
  suggestedLine1: v.optional(v.number()),
  /** Which end of a tic-toc it is about. */
  end: v.optional(v.picklist(['at', 'to'])),
});
export type UserError = v.InferOutput<typeof UserErrorSchema>;

/** A UserError travelling as an exception, across a JSON-RPC call for example. */
export class StillframeError extends Error {
  readonly user: UserError;
  constructor(user: UserError) {
    super(user.message);
    this.name = 'StillframeError';
    this.user = user;
  }
}

const at = (file: string, line1: number) => `${file}:${line1}`;

export const lineHasNoCode = (file: string, line1: number, suggestedLine1?: number): UserError => ({
  code: 'LINE_HAS_NO_CODE',
  message:
    `${at(file, line1)} has no executable code. ` +
    (suggestedLine1 === undefined ? 'Choose another line of this file.' : `Move the probe to line ${suggestedLine1}.`),
  suggestedLine1,
});

/** Code outside of functions runs once, and V8 has let go of it. */
export const codeHasRun = (file: string, line1: number, suggestedLine1?: number): UserError => ({
  code: 'LINE_HAS_NO_CODE',
  message:
    `${at(file, line1)} ran when its file was loaded, and does not run again. ` +
    (suggestedLine1 === undefined ? 'Choose a line inside a function.' : `Move the probe to line ${suggestedLine1}.`),
  suggestedLine1,
});

/** `where` completes "cart.ts:9 is …". */
export const placeNotSafe = (file: string, line1: number, where: string, suggestedLine1?: number): UserError => ({
  code: 'LINE_HAS_NO_CODE',
  message:
    `${at(file, line1)} is ${where}. ` +
    (suggestedLine1 === undefined ? 'Choose another line of this file.' : `Move the probe to line ${suggestedLine1}.`),
  suggestedLine1,
});

export const noTarget = (selector: string): UserError => ({
  code: 'NO_TARGET',
  message: `No running agent matches ${selector}. The probe stays and reaches agents that start later; \`stillframe agents\` lists who is there.`,
});

/** `similar`: files that are loaded and could be meant, the likeliest first. */
export const scriptNotLoaded = (file: string, similar: readonly string[] = []): UserError => ({
  code: 'SCRIPT_NOT_LOADED',
  message:
    `${file} is not loaded in this process yet. The probe stays and is placed as soon as the file loads.` +
    (similar.length === 0 ? '' : ` Loaded, and alike: ${similar.join(', ')}.`),
});

export const ambiguousFile = (file: string, candidates: readonly string[]): UserError => ({
  code: 'AMBIGUOUS_FILE',
  message: `${file} fits ${candidates.length} files: ${candidates.slice(0, 5).join(', ')}. Give more of the path.`,
});

export const codeTooLarge = (file: string, characters: number, memoryBytes: number): UserError => ({
  code: 'BAD_REQUEST',
  message:
    `${file} has ${(characters / 1e6).toFixed(1)} MB of code, too much to be analysed within the agent's ` +
    `${Math.round(memoryBytes / 1_048_576)} MB. Give the service more memory (--max-old-space-size), or ship it unbundled.`,
});

export const notMeasurable = (file: string, line1: number, reason: string): UserError => ({
  code: 'BAD_REQUEST',
  message: `The function around ${at(file, line1)} cannot be measured: ${reason}`,
});

/** The probe is in line1 of the running source all the same. */
export const sourceDiffers = (file: string, line1: number): UserError => ({
  code: 'SOURCE_DIFFERS',
  message: `Line ${line1} of ${file} has another text where it runs. Open the version that is deployed to see what the probe is in.`,
});

/** The same statement was found on another line, and the probe is in that one. */
export const sourceMoved = (file: string, line1: number, runningLine1: number): UserError => ({
  code: 'SOURCE_DIFFERS',
  message: `${file} differs from the source that runs: line ${line1} is line ${runningLine1} there, and the probe is in that one.`,
});

export const expressionRefused = (expression: string, column1: number, reason: string): UserError => ({
  code: 'EXPRESSION_REFUSED',
  message: `Column ${column1} of \`${clip(expression)}\`: ${reason}`,
  column1,
});

export const expressionFailed = (expression: string, reason: string): UserError => ({
  code: 'EXPRESSION_FAILED',
  message: `\`${clip(expression)}\` could not be evaluated: ${reason}`,
});

export const throttledBudget = (sharePercent: number): UserError => ({
  code: 'THROTTLED_BUDGET',
  message: `This probe would cost more than its share of ${sharePercent} % of a core, so it is armed part of the time and its counts are estimates. Add a condition on a colder line, or raise the budget.`,
});

export const throttledRate = (ratePerSecond: number): UserError => ({
  code: 'THROTTLED_RATE',
  message: `More hits arrive than this probe's rate of ${ratePerSecond} a second. Add a condition, or raise the rate.`,
});

export const expired = (): UserError => ({
  code: 'EXPIRED',
  message: 'The probe has expired and was taken out. Renew it to place it again.',
});

export const agentFailed = (reason: string): UserError => ({
  code: 'AGENT_FAILED',
  message: `The agent could not do this and took the probe out: ${reason} The service is unaffected; remove the probe and report this.`,
});

/** The agent as a whole gave up; `reason` is a sentence. */
export const agentGaveUp = (reason: string): UserError => ({
  code: 'AGENT_FAILED',
  message: `The agent took all probes out of this process and will not place any: ${reason} The service is unaffected. \`stillframe resume\` lets it try again, and so does a restart of the service.`,
});

export const hubUnreachable = (url: string): UserError => ({
  code: 'HUB_UNREACHABLE',
  message: `No hub answers at ${url}. Start one with \`stillframe hub\`, or give another with --hub.`,
});

export const unauthorized = (): UserError => ({
  code: 'UNAUTHORIZED',
  message: 'The hub does not know this token. Give the right one with --token or STILLFRAME_TOKEN.',
});

export const forbidden = (action: string): UserError => ({
  code: 'FORBIDDEN',
  message: `This token may not ${action}. Ask the hub's owner for a token with that role.`,
});

export const payloadTooLarge = (maxBytes: number): UserError => ({
  code: 'PAYLOAD_TOO_LARGE',
  message: `The message is larger than the ${maxBytes} bytes the hub accepts. Capture less: lower the depth or the number of frames.`,
});

export const protocolVersion = (theirs: string, ours: string): UserError => ({
  code: 'PROTOCOL_VERSION',
  message: `The other side speaks protocol ${theirs}, this one ${ours}. Update the older of the two.`,
});

/** `reason` goes on from "can be shown:" and has no full stop. */
export const captureFileUnreadable = (reason: string): UserError => ({
  code: 'BAD_REQUEST',
  message: `This is no Stillframe capture file that can be shown: ${reason}. Export the captures again.`,
});

export const captureFileTooNew = (theirs: number, ours: number): UserError => ({
  code: 'PROTOCOL_VERSION',
  message: `This file was written by a newer Stillframe (format ${theirs}, this one reads up to ${ours}). Update Stillframe to open it.`,
});

export const tooManyPinned = (max: number): UserError => ({
  code: 'BAD_REQUEST',
  message: `At most ${max} captures can be pinned. Unpin another one first, or export this one to a file.`,
});

export const notFound = (what: string, nextStep: string): UserError => ({
  code: 'NOT_FOUND',
  message: `There is no ${what}. ${nextStep}`,
});

export const badRequest = (reason: string): UserError => ({
  code: 'BAD_REQUEST',
  message: reason,
});

const clip = (text: string) => (text.length > 80 ? `${text.slice(0, 79)}…` : text);
