import {
  assertNever,
  formatSelector,
  limits,
  parseSelector,
  type ProbeSpecInput,
  type ProbeView,
} from '@stillframe/protocol';
import * as vscode from 'vscode';
import { hitLimitOf } from '../probes/probeLabels.ts';
import { askText, type Problem } from './askText.ts';
import { checkExpression, checkTemplate } from './checks.ts';
import type { CommandContext } from './commandContext.ts';
import type { ExpressionUse } from './expressionHistory.ts';
import { titleOf } from './targets.ts';

/** One thing about a probe that can be changed. '' takes an optional one away. */
type Field = {
  readonly label: string;
  readonly value: string;
  readonly prompt: string;
  readonly isOptional: boolean;
  readonly check: (text: string) => Problem | undefined;
  readonly apply: (text: string) => ProbeSpecInput;
  /** Given for expressions: they are completed, and remembered. */
  readonly use?: ExpressionUse;
};

/** Asks what to change and for its new value; the probe is placed anew, its counts start over. */
export async function editProbe(view: ProbeView, context: CommandContext): Promise<void> {
  const { actions, places, ask } = context;
  const title = `Edit ${titleOf(view)}`;
  const items = fieldsOf(view.probe.spec).map((field) => ({
    label: field.label,
    description: field.value === '' ? 'none' : field.value,
    field,
  }));
  const picked = await vscode.window.showQuickPick(items, { title, placeHolder: 'What should change?' });
  if (picked === undefined) return;
  const { field } = picked;
  const question = { title: `${title}: ${field.label}`, ...field };
  const place = places.all().find((each) => each.view.probe.id === view.probe.id);
  const { use } = field;
  const text =
    use === undefined
      ? await askText(question)
      : await ask({
          ...question,
          use,
          place,
          placeHolder: field.prompt,
          action: `Change the ${field.label.toLowerCase()}`,
        });
  if (text !== undefined && text !== field.value) await actions.update(view.probe.id, field.apply(text));
}

export function fieldsOf(spec: ProbeSpecInput & ProbeView['probe']['spec']): readonly Field[] {
  const given = (text: string) => (text === '' ? undefined : text);
  const field = (
    label: string,
    value: string,
    prompt: string,
    check: Field['check'],
    apply: Field['apply'],
    isOptional = true,
  ): Field => ({ label, value, prompt, isOptional, check, apply });
  const expression = (use: ExpressionUse, ...given: Parameters<typeof field>): Field => ({ ...field(...given), use });

  const condition = expression(
    'condition',
    'Condition',
    spec.condition ?? '',
    'Only when this is true; empty for always.',
    checkExpression,
    (text) => ({ ...spec, condition: given(text) }),
  );
  const common = [
    condition,
    field(
      'Hit limit',
      `${hitLimitOf(spec) ?? ''}`,
      'Done after this many hits over all instances.',
      checkWhole(limits.logHits.max),
      (text) => ({ ...spec, maxHits: text === '' ? undefined : Number(text) }),
    ),
    field(
      'Minutes until it expires',
      `${spec.expiresInMs / 60_000}`,
      'At most 1,440 (a day).',
      checkWhole(1_440),
      (text) => ({ ...spec, expiresInMs: text === '' ? undefined : Number(text) * 60_000 }),
    ),
    field(
      'Target',
      formatSelector(spec.target),
      'all, any, an app name, or key=value,…',
      checkSelector,
      (text) => ({ ...spec, target: selected(text) }),
      false,
    ),
    field(
      'Label',
      spec.label ?? '',
      'A name to tell it by.',
      () => undefined,
      (text) => ({ ...spec, label: given(text) }),
    ),
  ];
  const by =
    'by' in spec
      ? [
          expression(
            'group',
            'Group by',
            spec.by ?? '',
            'Count apart for each value of this expression.',
            checkExpression,
            (text) => ({ ...spec, by: given(text) }),
          ),
        ]
      : [];
  switch (spec.kind) {
    case 'snapshot': {
      const watches = spec.watches.map((watch) => watch.expression).join('; ');
      return [
        ...common.slice(0, 1),
        expression(
          'watches',
          'Watch expressions',
          watches,
          'Separate several by semicolons.',
          (text) =>
            split(text)
              .map(checkExpression)
              .find((problem) => problem !== undefined),
          (text) => ({ ...spec, watches: split(text).map((expression) => ({ expression })) }),
        ),
        field(
          'Frames with variables',
          `${spec.frames}`,
          "1 never pauses the app; more take the callers' variables too.",
          checkWhole(limits.framesWithLocals.max),
          (text) => ({ ...spec, frames: Number(text) }),
          false,
        ),
        ...common.slice(1),
      ];
    }
    case 'log':
      return [
        expression(
          'template',
          'Template',
          spec.template,
          'What to log, expressions in braces.',
          checkTemplate,
          (template) => ({ ...spec, template }),
          false,
        ),
        ...common,
      ];
    case 'metric':
      return [
        expression(
          'value',
          'Value',
          spec.value,
          'The number to record.',
          checkExpression,
          (value) => ({ ...spec, value }),
          false,
        ),
        ...by,
        ...common,
      ];
    case 'counter':
    case 'tictoc':
    case 'duration':
      return [...by, ...common];
    default:
      return assertNever(spec);
  }
}

const split = (text: string) =>
  text
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '');

const checkWhole =
  (max: number) =>
  (text: string): Problem | undefined => {
    const value = Number(text);
    return Number.isInteger(value) && value >= 1 && value <= max
      ? undefined
      : { message: `Write a whole number from 1 to ${max.toLocaleString('en-US')}.` };
  };

function checkSelector(text: string): Problem | undefined {
  const parsed = parseSelector(text);
  return 'problem' in parsed ? { message: parsed.problem } : undefined;
}

function selected(text: string) {
  const parsed = parseSelector(text);
  return 'target' in parsed ? parsed.target : {};
}
