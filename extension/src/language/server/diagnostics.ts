import type { ProbeSpec, ProbeView, UserError } from '@stillframe/protocol';
import { visibleText } from '@stillframe/protocol/reading';
import { DiagnosticSeverity, type Diagnostic, type Range } from 'vscode-languageserver/node';
import type { HubModel } from '../../hub/hubModel.ts';
import { movedSpec } from '../../probes/moveProbe.ts';
import { kindLabel } from '../../probes/probeLabels.ts';
import { summarizeProbe } from '../../probes/summarizeProbe.ts';

/** The `source` of our diagnostics. */
export const diagnosticSource = 'stillframe';

/** A probe that cannot work, or not any more, and what may be done about it. */
export type Problem = {
  readonly view: ProbeView;
  readonly line0: number;
  readonly message: string;
  readonly code: UserError['code'];
  readonly severity: DiagnosticSeverity;
  /** The spec at the line that would work, and that line. */
  readonly moved?: { readonly spec: ProbeSpec; readonly line1: number } | undefined;
  readonly isRenewable: boolean;
  readonly isEditable: boolean;
};

/** Problems among these probes, which are all of one file. */
export function problemsOf(views: readonly ProbeView[], hub: Pick<HubModel, 'paused'>): readonly Problem[] {
  return views.flatMap((view) => problemOf(view, hub.paused) ?? []);
}

function problemOf(view: ProbeView, paused: boolean): Problem | undefined {
  const { spec } = view.probe;
  const { state, reason, sentence, counts } = summarizeProbe(view, paused);
  const make = (error: UserError, severity: DiagnosticSeverity, isRenewable: boolean): Problem => {
    const spec2 = movedSpec(spec, error);
    const moved =
      spec2 === undefined || error.suggestedLine1 === undefined
        ? undefined
        : { spec: spec2, line1: error.suggestedLine1 };
    return {
      view,
      line0: spec.at.line1 - 1,
      message: `${kindLabel[spec.kind]}: ${visibleText(error.message)}`,
      code: error.code,
      severity,
      moved,
      isRenewable,
      isEditable: error.code === 'EXPRESSION_REFUSED' || error.code === 'EXPRESSION_FAILED',
    };
  };
  switch (state) {
    case 'failed':
      return reason === undefined ? undefined : make(reason, DiagnosticSeverity.Warning, false);
    case 'expired':
      return make(reason ?? { code: 'EXPIRED', message: sentence }, DiagnosticSeverity.Information, true);
    case 'armed':
    case 'throttled': {
      // A condition, template or value that fails at every hit gives nothing, and never will.
      const failure = view.statuses.findLast(({ status }) => status.lastFailure !== undefined)?.status.lastFailure;
      const isFruitless = counts.hits > 0 && counts.captured === 0 && counts.conditionFalse === 0;
      return failure !== undefined && isFruitless ? make(failure, DiagnosticSeverity.Warning, false) : undefined;
    }
    default:
      return undefined;
  }
}

/** A problem as an editor shows it, over the code of its line. */
export function diagnosticOf({ line0, message, code, severity }: Problem, lineText: string | undefined): Diagnostic {
  return { range: codeRange(line0, lineText), message, code, severity, source: diagnosticSource };
}

function codeRange(line0: number, lineText: string | undefined): Range {
  const start = lineText === undefined ? 0 : lineText.length - lineText.trimStart().length;
  const end = lineText === undefined ? 200 : Math.max(start, lineText.trimEnd().length);
  return { start: { line: line0, character: start }, end: { line: line0, character: end } };
}
