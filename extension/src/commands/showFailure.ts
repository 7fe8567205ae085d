import { StillframeError, type ErrorCode, type UserError } from '@stillframe/protocol';
import * as vscode from 'vscode';
import type { Log } from '../log.ts';

/** A button of a notification: the next step. */
export type NextStep = { readonly label: string; readonly run: () => unknown };

const command = (label: string, id: string, ...args: readonly unknown[]): NextStep => ({
  label,
  run: () => vscode.commands.executeCommand(id, ...args),
});
const settings = (query: string) => command('Open Settings', 'workbench.action.openSettings', query);

/** What helps whoever meets a code, wherever it comes from. */
const nextSteps: Partial<Readonly<Record<ErrorCode, readonly NextStep[]>>> = {
  HUB_UNREACHABLE: [command('Start Local Hub', 'stillframe.startLocalHub'), settings('stillframe.hub')],
  UNAUTHORIZED: [settings('stillframe.hub')],
  NO_TARGET: [command('Show Targets', 'stillframe.targets.focus')],
};

/** One sentence, the code's next step as buttons, and never a stack trace: that goes to the log. */
export function showFailure(error: unknown, log: Log, steps: readonly NextStep[] = []): void {
  if (!(error instanceof StillframeError)) {
    log.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
    const showLog = command('Show Log', 'stillframe.showLog');
    void offer('Stillframe could not do this; its log says why.', [...steps, showLog]);
    return;
  }
  showUserError(error.user, log, steps);
}

export function showUserError(user: UserError, log: Log, steps: readonly NextStep[] = []): void {
  log.warn(`${user.code} ${user.message}`);
  void offer(sentenceFor(user), [...steps, ...(nextSteps[user.code] ?? [])]);
}

// The hub's own sentences name command-line options, which do not help here.
function sentenceFor(user: UserError): string {
  if (user.code === 'HUB_UNREACHABLE') return 'Stillframe is not connected to a hub.';
  if (user.code === 'UNAUTHORIZED')
    return 'The hub does not know this token. Give the right one in stillframe.hub.token.';
  return user.message;
}

async function offer(message: string, steps: readonly NextStep[]): Promise<void> {
  const label = await vscode.window.showErrorMessage(message, ...steps.map((step) => step.label));
  await steps.find((step) => step.label === label)?.run();
}
