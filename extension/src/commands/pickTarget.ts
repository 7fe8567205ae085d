import type { InstanceView, Target } from '@stillframe/protocol';
import * as vscode from 'vscode';
import { targetChoices } from '../probes/targetChoices.ts';

/** Asks on which instances a probe shall be. `onlyOne`: offers single ones. Undefined when cancelled. */
export async function pickTarget(
  title: string,
  views: readonly InstanceView[],
  onlyOne = false,
): Promise<Target | undefined> {
  const items = targetChoices(views)
    .filter(({ target }) => !onlyOne || target.anyOne === true || target.instanceId !== undefined)
    .map(({ label, description, target }) => ({ label, description, target }));
  const placeHolder = onlyOne ? 'On which instance first?' : 'Counts stay where the probe already is.';
  return (await vscode.window.showQuickPick(items, { title, placeHolder, matchOnDescription: true }))?.target;
}
