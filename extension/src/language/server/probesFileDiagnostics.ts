import { fileURLToPath } from 'node:url';
import { DiagnosticSeverity, type Diagnostic } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { linesOnDisk } from '../../probesFile/linesOnDisk.ts';
import { probesFileName } from '../../probesFile/probesFileSchema.ts';
import { readProbesFile } from '../../probesFile/readProbesFile.ts';
import { diagnosticSource } from './diagnostics.ts';

export const isProbesFile = (uri: string): boolean => uri.startsWith('file:') && uri.endsWith(`/${probesFileName}`);

/** What in a `stillframe.json` cannot be: expressions, selectors, places. `openText` is a file's text while it is edited. */
export function probesFileDiagnostics(
  document: TextDocument,
  openText: (path: string) => string | undefined,
): readonly Diagnostic[] {
  const probesFile = fileURLToPath(document.uri).replaceAll('\\', '/');
  const linesOf = (file: string) => openText(file)?.split(/\r?\n/) ?? linesOnDisk(file);
  return (readProbesFile(document.getText(), { probesFile, linesOf }) ?? []).flatMap(({ problems }) =>
    problems.map(({ offset, length, message }) => ({
      range: { start: document.positionAt(offset), end: document.positionAt(offset + length) },
      message,
      severity: DiagnosticSeverity.Warning,
      source: diagnosticSource,
    })),
  );
}
