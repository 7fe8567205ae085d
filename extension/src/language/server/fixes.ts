import { CodeActionKind, type CodeAction, type Diagnostic } from 'vscode-languageserver/node';
import { applyFixCommand, type Fix } from './applyFix.ts';
import { diagnosticSource, type Problem } from './diagnostics.ts';

/** Quick fixes of a problem, the likeliest first. `editCommand` is the client's, and asks the person. */
export function fixesOf(
  problem: Problem,
  diagnostics: readonly Diagnostic[],
  editCommand: string | undefined,
): CodeAction[] {
  const { view, moved, isRenewable, isEditable } = problem;
  const { id } = view.probe;
  const about = diagnostics.filter(
    ({ source, range, code }) =>
      source === diagnosticSource && range.start.line === problem.line0 && code === problem.code,
  );
  const action = (title: string, command: string, argument: unknown, isPreferred = false): CodeAction => ({
    title,
    kind: CodeActionKind.QuickFix,
    diagnostics: about,
    isPreferred,
    command: { title, command, arguments: [argument] },
  });
  const fix = (title: string, what: Fix, isPreferred = false) => action(title, applyFixCommand, what, isPreferred);
  return [
    ...(moved === undefined
      ? []
      : [fix(`Move probe to line ${moved.line1}`, { action: 'move', id, spec: moved.spec }, true)]),
    ...(isRenewable ? [fix('Renew probe', { action: 'renew', id }, true)] : []),
    ...(editCommand === undefined ? [] : [action('Edit probe…', editCommand, { probeId: id }, isEditable)]),
    fix('Remove probe', { action: 'remove', id }),
  ];
}
