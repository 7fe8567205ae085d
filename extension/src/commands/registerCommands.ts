import * as vscode from 'vscode';
import type { Log } from '../log.ts';
import type { CommandTable } from './commandContext.ts';
import { showFailure } from './showFailure.ts';

/** Registers a table of commands; whatever one throws is shown in a sentence and logged. */
export function registerCommands(table: CommandTable, log: Log): vscode.Disposable {
  return vscode.Disposable.from(
    ...Object.entries(table).map(([id, run]) =>
      vscode.commands.registerCommand(id, async (...given: readonly unknown[]) => {
        try {
          await run(...given);
        } catch (error) {
          showFailure(error, log);
        }
      }),
    ),
  );
}
