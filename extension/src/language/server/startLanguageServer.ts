import { StillframeError } from '@stillframe/protocol';
import * as v from 'valibot';
import { TextDocument } from 'vscode-languageserver-textdocument';
import {
  CodeActionKind,
  ResponseError,
  TextDocuments,
  TextDocumentSyncKind,
  type Connection,
  type InitializeParams,
} from 'vscode-languageserver/node';
import {
  completeExpressionMethod,
  CompleteExpressionSchema,
  type CompleteExpressionResult,
} from '../expressionRequest.ts';
import { applyFix, applyFixCommand } from './applyFix.ts';
import { completeExpression } from './completeExpression.ts';
import { problemsOf } from './diagnostics.ts';
import { createDiagnosticsPublisher } from './diagnosticsPublisher.ts';
import { fixesOf } from './fixes.ts';
import { inlayHintsFor, lineText, type HintSource } from './hints.ts';
import { hoverAt } from './hover.ts';
import { createOpenFiles, fileOnDisk, type OpenFile } from './openFiles.ts';
import { isProbesFile, probesFileDiagnostics } from './probesFileDiagnostics.ts';
import { probesInDocument } from './probesInDocument.ts';
import { startSession, type Session } from './session.ts';

/** What the editor may give; without it the hub of `~/.stillframe/hub.json` is used. */
const OptionsSchema = v.object({
  hub: v.optional(v.object({ url: v.string(), token: v.string() })),
  client: v.optional(v.string()),
  /** `off`, `line`, or `function` (default): see README. */
  inlayValues: v.optional(v.picklist(['off', 'line', 'function'])),
  /**
   * Commands the client has: to open a capture, `[{ captureId }]`; to edit a probe, `[{ probeId }]`; and whether it runs
   * the quick fixes itself.
   */
  commands: v.optional(
    v.object({
      openCapture: v.optional(v.string()),
      editProbe: v.optional(v.string()),
      applyFix: v.optional(v.boolean(), false),
    }),
  ),
});

/** Serves values, hovers, lenses and problems, fed by a hub connection of its own; no editor's API is needed. */
export function startLanguageServer(connection: Connection): void {
  const documents = new TextDocuments(TextDocument);
  const files = createOpenFiles();
  let session: Session | undefined;
  let options: v.InferOutput<typeof OptionsSchema> = {};
  let publisher: ReturnType<typeof createDiagnosticsPublisher> | undefined;

  const problemsIn = ({ path, isHere }: OpenFile) =>
    session === undefined ? [] : problemsOf(probesInDocument(session.hub.probes.values(), path, isHere), session.hub);

  connection.onInitialize((params) => {
    const parsed = v.safeParse(OptionsSchema, params.initializationOptions ?? {});
    if (parsed.success) options = parsed.output;
    else connection.console.warn(`The initialization options are not understood: ${v.summarize(parsed.issues)}`);
    session = startSession(connection, {
      hub: options.hub ?? { url: '', token: '' },
      client: options.client ?? 'language server',
      refresh: supportOf(params),
    });
    publisher = createDiagnosticsPublisher({
      hub: session.hub,
      open: () =>
        [...files.all()].map((file) => ({
          uri: file.document.uri,
          problems: () => problemsIn(file),
          lineText: (line0) => lineText(file.document, line0),
        })),
      publish: (message) => void connection.sendDiagnostics(message),
    });
    session.hub.onDidChange(({ probes, paused }) => {
      if (probes !== undefined || paused === true) publisher?.request();
    });
    return {
      capabilities: {
        textDocumentSync: TextDocumentSyncKind.Incremental,
        inlayHintProvider: options.inlayValues !== 'off',
        codeLensProvider: { resolveProvider: false },
        hoverProvider: true,
        codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] },
        ...(options.commands?.applyFix === true ? {} : { executeCommandProvider: { commands: [applyFixCommand] } }),
      },
      serverInfo: { name: 'stillframe' },
    };
  });
  connection.onShutdown(() => {
    publisher?.dispose();
    session?.dispose();
  });

  connection.languages.inlayHint.on(({ textDocument, range }) => {
    const file = files.get(textDocument.uri);
    if (file === undefined || session === undefined) return [];
    const { hub, hints } = session;
    const source = (): HintSource => ({
      hub,
      document: file.document,
      documentPath: file.path,
      isHere: file.isHere,
      syntax: file.syntax(),
      editedAtMs: file.editedAtMs,
      mode: options.inlayValues ?? 'function',
      nowMs: Date.now(),
    });
    return hints
      .answer(textDocument.uri, () => inlayHintsFor(source()))
      .filter(({ position: { line } }) => line >= range.start.line && line <= range.end.line);
  });
  connection.onCodeLens(({ textDocument }) => {
    const file = files.get(textDocument.uri);
    if (file === undefined || session === undefined) return [];
    const { lenses } = session;
    return lenses.refresh.answer(textDocument.uri, () => lenses.read(file.path));
  });
  connection.onHover(({ textDocument, position }) => {
    const file = files.get(textDocument.uri);
    const syntax = file?.syntax();
    if (file === undefined || syntax === undefined || session === undefined) return null;
    const line = lineText(file.document, position.line);
    const command = options.commands?.openCapture;
    return hoverAt({ hub: session.hub, isHere: file.isHere, syntax, lineText: line, position, command }) ?? null;
  });
  connection.onCodeAction(({ textDocument, range, context }) => {
    const file = files.get(textDocument.uri);
    if (file === undefined) return [];
    return problemsIn(file)
      .filter(({ line0 }) => line0 >= range.start.line && line0 <= range.end.line)
      .flatMap((problem) => fixesOf(problem, context.diagnostics, options.commands?.editProbe));
  });
  connection.onExecuteCommand(async ({ command, arguments: args }) => {
    if (command !== applyFixCommand || session === undefined) return null;
    try {
      await applyFix(args?.[0], session.hub);
      return null;
    } catch (error) {
      if (error instanceof StillframeError) return new ResponseError(-32_000, error.user.message);
      throw error;
    }
  });

  connection.onRequest(completeExpressionMethod, (params: unknown): CompleteExpressionResult => {
    const { uri, line, text, offset, kind } = v.parse(CompleteExpressionSchema, params);
    const file = files.get(uri) ?? fileOnDisk(uri);
    const syntax = file?.syntax();
    if (file === undefined || syntax === undefined || session === undefined) return { items: [] };
    return completeExpression(text, offset, kind, { hub: session.hub, isHere: file.isHere, syntax, line0: line });
  });

  // The places of its entries are in other documents, so each change of one may be news.
  const checkProbesFiles = () => {
    const openText = (path: string) => [...files.all()].find((file) => file.path === path)?.document.getText();
    for (const document of documents.all())
      if (isProbesFile(document.uri))
        void connection.sendDiagnostics({
          uri: document.uri,
          diagnostics: [...probesFileDiagnostics(document, openText)],
        });
  };
  documents.onDidOpen(({ document }) => {
    if (!isProbesFile(document.uri)) files.opened(document);
    publisher?.request();
  });
  documents.onDidChangeContent(({ document }) => {
    files.changed(document);
    publisher?.request();
    checkProbesFiles();
  });
  documents.onDidClose(({ document: { uri } }) => {
    if (isProbesFile(uri)) void connection.sendDiagnostics({ uri, diagnostics: [] });
    files.closed(uri);
    session?.hints.forget(uri);
    session?.lenses.refresh.forget(uri);
    publisher?.request();
  });
  documents.listen(connection);
  connection.listen();
}

const supportOf = ({ capabilities: { workspace } }: InitializeParams) => ({
  hints: workspace?.inlayHint?.refreshSupport === true,
  lenses: workspace?.codeLens?.refreshSupport === true,
});
