import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { parseDocument, type DocumentSyntax } from './documentSyntax.ts';
import { createIsHere, type IsHere } from './probesInDocument.ts';

/** An open document with what is known of it, made once a version. */
export type OpenFile = {
  readonly document: TextDocument;
  /** `/` on every platform. */
  readonly path: string;
  readonly isHere: IsHere;
  /** Of the last version that could be read; undefined when none could. */
  syntax(): DocumentSyntax | undefined;
  /** When its text last changed in the editor; undefined when it did not since it was opened. */
  readonly editedAtMs: number | undefined;
};

export type OpenFiles = {
  opened(document: TextDocument): void;
  changed(document: TextDocument): void;
  closed(uri: string): void;
  get(uri: string): OpenFile | undefined;
  all(): Iterable<OpenFile>;
};

export function createOpenFiles(now: () => number = Date.now): OpenFiles {
  const files = new Map<string, OpenFile & { readonly openedVersion: number; editedAtMs: number | undefined }>();
  return {
    opened(document) {
      const path = pathOf(document.uri);
      if (path === undefined) return;
      let syntax: { readonly version: number; readonly value: DocumentSyntax | undefined } | undefined;
      const file = {
        document,
        path,
        isHere: createIsHere(path),
        editedAtMs: undefined as number | undefined,
        openedVersion: document.version,
        syntax() {
          if (syntax?.version !== document.version) {
            const value = parseDocument(document.getText(), document.languageId) ?? syntax?.value;
            syntax = { version: document.version, value };
          }
          return syntax.value;
        },
      };
      files.set(document.uri, file);
    },
    changed({ uri }) {
      const file = files.get(uri);
      if (file === undefined) return;
      // The first event is the opening itself.
      if (file.document.version !== file.openedVersion) file.editedAtMs = now();
    },
    closed: (uri) => void files.delete(uri),
    get: (uri) => files.get(uri),
    all: () => files.values(),
  };
}

/** A file that is not open, as it is on this machine; undefined when it is not there. */
export function fileOnDisk(uri: string): OpenFile | undefined {
  const path = pathOf(uri);
  if (path === undefined) return undefined;
  try {
    const languageId = path.endsWith('tsx') ? 'typescriptreact' : path.endsWith('ts') ? 'typescript' : 'javascript';
    const files = createOpenFiles();
    files.opened(TextDocument.create(uri, languageId, 0, readFileSync(path, 'utf8')));
    return files.get(uri);
  } catch {
    return undefined;
  }
}

function pathOf(uri: string): string | undefined {
  if (!uri.startsWith('file:')) return undefined;
  try {
    return fileURLToPath(uri).replaceAll('\\', '/');
  } catch {
    return undefined;
  }
}
