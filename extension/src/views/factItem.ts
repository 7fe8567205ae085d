import { visibleText } from '@stillframe/protocol/reading';
import * as vscode from 'vscode';
import type { ProbeFact } from '../probes/probeFacts.ts';

/** One fact as a row without children. */
export function factItem({ label, text, icon }: ProbeFact): vscode.TreeItem {
  const item = new vscode.TreeItem(visibleText(label === '' ? text : label));
  item.contextValue = 'fact';
  item.iconPath = new vscode.ThemeIcon(icon);
  if (label !== '') item.description = visibleText(text);
  item.tooltip = visibleText(label === '' ? text : `${label}: ${text}`);
  return item;
}
