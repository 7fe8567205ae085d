import { badRequest, limits, type UserError } from '@stillframe/protocol';
import * as vscode from 'vscode';
import type { HubModel } from '../hub/hubModel.ts';
import { captureFileModel } from './captureFileModel.ts';
import type { ReadCaptureFile } from './readCaptureFile.ts';

/** View type of package.json's `contributes.customEditors`. */
export const captureFileViewType = 'stillframe.captureFile';

/** An open file: its captures, none with a problem. */
export type CaptureFileDocument = vscode.CustomDocument & {
  readonly model: HubModel;
  readonly problem: UserError | undefined;
};

export type CaptureFileEditorOptions = {
  readonly read: ReadCaptureFile;
  /** Shows the captures view in an editor's webview. */
  readonly show: (panel: vscode.WebviewPanel, document: CaptureFileDocument) => void;
};

/** Opens `.stillframe` files in the captures view, read-only and without a hub. */
export function registerCaptureFileEditor({ read, show }: CaptureFileEditorOptions): vscode.Disposable {
  const open = async (uri: vscode.Uri): Promise<Pick<CaptureFileDocument, 'model' | 'problem'>> => {
    const { size } = await vscode.workspace.fs.stat(uri);
    const answer =
      size > limits.captureFileBytes
        ? { problem: tooLarge(size) }
        : await read(await vscode.workspace.fs.readFile(uri));
    return 'file' in answer
      ? { model: captureFileModel(answer.file), problem: undefined }
      : { model: captureFileModel({ captures: [], instances: [], probes: [] }), problem: answer.problem };
  };
  return vscode.window.registerCustomEditorProvider(
    captureFileViewType,
    {
      openCustomDocument: async (uri) => ({ uri, dispose: () => undefined, ...(await open(uri)) }),
      resolveCustomEditor: (document: CaptureFileDocument, panel) => show(panel, document),
    },
    { supportsMultipleEditorsPerDocument: true },
  );
}

const tooLarge = (bytes: number): UserError =>
  badRequest(
    `This file has ${megabytes(bytes)} MB; at most ${megabytes(limits.captureFileBytes)} MB are read. Export fewer captures.`,
  );

const megabytes = (bytes: number) => Math.ceil(bytes / 1_048_576).toLocaleString('en-US');
