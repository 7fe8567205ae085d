import type * as vscode from 'vscode';

/** What an expression is for; each remembers its own. */
export type ExpressionUse = 'condition' | 'template' | 'value' | 'watches' | 'group';

/** Expressions that were used in this workspace, the last one first. */
export type ExpressionHistory = {
  of(use: ExpressionUse): readonly string[];
  add(use: ExpressionUse, text: string): void;
};

const kept = 20;

export function createExpressionHistory(memento: vscode.Memento): ExpressionHistory {
  const keyOf = (use: ExpressionUse) => `stillframe.used.${use}`;
  const of = (use: ExpressionUse): readonly string[] => {
    const list: unknown = memento.get(keyOf(use));
    return Array.isArray(list) ? list.filter((text) => typeof text === 'string') : [];
  };
  return {
    of,
    add(use, text) {
      if (text.trim() === '') return;
      void memento.update(keyOf(use), [text, ...of(use).filter((each) => each !== text)].slice(0, kept));
    },
  };
}
