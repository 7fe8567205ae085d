import { RedactionRulesSchema, type RedactionRules, type RedactionRulesInput } from '@stillframe/protocol';
import { visibleText } from '@stillframe/protocol/reading';
import { InvalidArgumentError, type Command } from 'commander';
import * as v from 'valibot';
import { CliError } from '../cliError.ts';
import { withHub, type CommonOptions } from '../context.ts';
import { exitCodes, type CliIo } from '../io.ts';
import { renderTable } from '../render/table.ts';

type SetOptions = CommonOptions & {
  readonly names?: string[];
  readonly types?: string[];
  readonly pattern?: NonNullable<RedactionRulesInput['patterns']>;
  readonly emails?: boolean;
  readonly allow?: string[];
  readonly none?: boolean;
};

/** `redact show` and `redact set`. */
export function addRedactCommands(program: Command, io: CliIo): void {
  const redact = program.command('redact').description('what every agent hides, beside what its own process hides');
  redact
    .command('show', { isDefault: true })
    .description("show the hub's rules")
    .action((options: CommonOptions) =>
      withHub(io, options, async ({ client, output }) => {
        const { rules } = await client.request('redaction/get', {});
        output.document({ type: 'redaction', rules });
        output.text(`${rulesText(rules)}\n`);
      }),
    );
  redact
    .command('set')
    .description("replace the hub's rules, for captures from now on")
    .option('--names <list>', 'names whose values are hidden: iban,taxId', parseList)
    .option('--types <list>', 'classes whose objects are hidden whole: Account,Patient', parseList)
    .option('--pattern <what=regex>', "texts that are hidden: 'order token=ord_[a-z0-9]{16}' (repeatable)", addPattern)
    .option('--emails', 'hide e-mail addresses')
    .option('--allow <list>', 'show values under these names only; of all others the type and shape', parseList)
    .option('--none', 'no rules: each process hides what it hides by itself')
    .action((options: SetOptions) => {
      const rules = rulesOf(options);
      return withHub(io, options, async ({ client, output }) => {
        const kept = (await client.request('redaction/set', { rules })).rules;
        output.document({ type: 'redaction', rules: kept });
        output.text(`${rulesText(kept)}\n`);
      });
    });
}

function rulesOf(options: SetOptions): RedactionRulesInput {
  const { names, types, pattern: patterns, emails, allow, none } = options;
  const isEmpty = [names, types, patterns, emails, allow].every((option) => option === undefined);
  if (isEmpty !== (none === true)) {
    throw new CliError(
      exitCodes.usage,
      'Give all the rules that shall hold, or --none. `stillframe redact` shows those that do.',
    );
  }
  const rules = {
    names,
    types,
    patterns,
    emails,
    allowNames: allow,
    mode: allow === undefined ? undefined : 'allow',
  } as const;
  const checked = v.safeParse(RedactionRulesSchema, rules);
  if (!checked.success) throw new InvalidArgumentError(`${checked.issues[0].message}.`);
  return rules;
}

const parseList = (text: string): string[] =>
  text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');

function addPattern(text: string, before: NonNullable<RedactionRulesInput['patterns']> = []) {
  const at = text.indexOf('=');
  if (at < 1 || at === text.length - 1)
    throw new InvalidArgumentError("Write WHAT=REGEX, such as 'order token=ord_[a-z0-9]{16}'.");
  return [...before, { what: text.slice(0, at).trim(), match: text.slice(at + 1) }];
}

function rulesText({ mode, names, allowNames, types, patterns, emails }: RedactionRules): string {
  const rows = [
    ['names', names.join(', ')],
    ['types', types.join(', ')],
    ...patterns.map(({ what, match }) => ['pattern', `${what}=${match}`]),
    ['e-mails', emails ? 'hidden' : ''],
    ['only shown', mode === 'allow' ? allowNames.join(', ') || 'nothing' : ''],
  ].filter(([, text]) => text !== '');
  if (rows.length === 0) return 'The hub has no rules; each process hides what it hides by itself.';
  return renderTable(rows.map(([title = '', text = '']) => [title, visibleText(text)]));
}
