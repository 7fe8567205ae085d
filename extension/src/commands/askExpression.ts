import * as vscode from 'vscode';
import type { LinePlace } from '../gutter/ticTocDraft.ts';
import type { LanguageFeatures } from '../language/client.ts';
import type { CompleteExpressionResult } from '../language/expressionRequest.ts';
import type { Problem } from './askText.ts';
import type { ExpressionHistory, ExpressionUse } from './expressionHistory.ts';
import { rowsFor, type Row } from './expressionInput.ts';

export type ExpressionQuestion = {
  readonly title: string;
  readonly placeHolder: string;
  /** What Enter does: `Place the snapshot`. */
  readonly action: string;
  readonly use: ExpressionUse;
  readonly value?: string;
  readonly isOptional?: boolean;
  readonly check: (text: string) => Problem | undefined;
  /** Where it will be evaluated; undefined when that line is not in this workspace. */
  readonly place: LinePlace | undefined;
};

/** Asks for an expression or template, completing it as one types. Undefined when cancelled. */
export type AskExpression = (question: ExpressionQuestion) => Promise<string | undefined>;

type Item = vscode.QuickPickItem & { readonly row?: Row };

export function createAskExpression(language: LanguageFeatures, history: ExpressionHistory): AskExpression {
  return async (question) => {
    const { use, check, place, isOptional = false, action } = question;
    // VS Code's input box has no completion; its pick has, when all its rows are always shown.
    const pick = vscode.window.createQuickPick<Item>();
    pick.title = question.title;
    pick.placeholder = question.placeHolder;
    pick.ignoreFocusOut = true;
    pick.value = question.value ?? '';
    // Known to VS Code, though not to its types: rows stay in our order, whatever of them the text happens to match.
    Object.assign(pick, { sortByLabel: false });

    const problemOf = (text: string) => (text.trim() === '' ? undefined : check(text));
    const show = (text: string, answer: CompleteExpressionResult) => {
      const rows = rowsFor({ text, action, isOptional, problem: problemOf(text), answer, used: history.of(use) });
      pick.items = rows.map(itemOf);
      const [first] = pick.items;
      if (first !== undefined) pick.activeItems = [first];
    };
    const complete = async (text: string) => {
      show(text, { items: [] });
      if (place === undefined) return;
      const kind = use === 'template' ? 'template' : 'expression';
      const params = { uri: place.uri.toString(), line: place.line1 - 1, text, offset: text.length, kind } as const;
      const answer = await language.complete(params).catch(() => ({ items: [] }));
      // Another key may have been pressed meanwhile.
      if (pick.value === text) show(text, answer);
    };

    const answered = new Promise<string | undefined>((resolve) => {
      pick.onDidChangeValue((text) => void complete(text));
      pick.onDidAccept(() => {
        const text = pick.value;
        const row = pick.activeItems[0]?.row;
        if (row !== undefined && row.kind !== 'submit' && row.text !== text) {
          pick.value = row.text;
          void complete(row.text);
          return;
        }
        if (problemOf(text) !== undefined || (text.trim() === '' && !isOptional)) return;
        history.add(use, text.trim());
        resolve(text.trim());
        pick.hide();
      });
      pick.onDidHide(() => resolve(undefined));
    });
    pick.show();
    void complete(pick.value);
    try {
      return await answered;
    } finally {
      pick.dispose();
    }
  };
}

function itemOf(row: Row): Item {
  const common = { row, label: row.label, alwaysShow: true };
  switch (row.kind) {
    case 'submit':
      return row.detail === '' ? common : { ...common, detail: row.detail };
    case 'completion':
      return { ...common, description: row.description };
    case 'used':
      return { ...common, description: 'used before' };
  }
}
