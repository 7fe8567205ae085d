import * as v from 'valibot';

/** How many rules a hub may hand out, and how long each may be. */
const maxRules = 500;
const maxText = 200;

const list = v.optional(
  v.pipe(v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(maxText))), v.maxLength(maxRules)),
  [],
);

/** A text that must not be shown: `what` is what people read in its place, `match` a regular expression without flags. */
export const RedactionPatternSchema = v.object({
  what: v.pipe(v.string(), v.minLength(1), v.maxLength(60)),
  match: v.pipe(v.string(), v.minLength(1), v.maxLength(1_000), v.check(isRegExp, 'match is not a regular expression')),
});
export type RedactionPattern = v.InferOutput<typeof RedactionPatternSchema>;

/**
 * What a hub asks all its agents to hide, beside what each process hides by itself. There is nothing in it that could
 * show more than the process allows: that is set where the process is started, and nowhere else.
 */
export const RedactionRulesSchema = v.object({
  /** allow: a value is shown only under a name of `allowNames`; of all others the type and shape. */
  mode: v.optional(v.picklist(['deny', 'allow']), 'deny'),
  /** Names whose values are hidden, word by word: `taxId` also hides `customer_tax_id`. */
  names: list,
  /** In allow mode: the names whose own values are shown. Where the process has its own list, only what is in both. */
  allowNames: list,
  /** Names of classes whose objects are hidden whole. */
  types: list,
  patterns: v.optional(v.pipe(v.array(RedactionPatternSchema), v.maxLength(50)), []),
  /** Whether e-mail addresses are hidden. */
  emails: v.optional(v.boolean(), false),
});
export type RedactionRules = v.InferOutput<typeof RedactionRulesSchema>;
export type RedactionRulesInput = v.InferInput<typeof RedactionRulesSchema>;

/** Asks for nothing. */
export const noRedactionRules: RedactionRules = v.parse(RedactionRulesSchema, {});

function isRegExp(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp;
  } catch {
    return false;
  }
}
