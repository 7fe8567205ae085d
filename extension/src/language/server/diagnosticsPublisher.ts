import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { isAbsolutePath } from '@stillframe/protocol';
import type { Diagnostic, PublishDiagnosticsParams } from 'vscode-languageserver/node';
import type { HubModel } from '../../hub/hubModel.ts';
import { diagnosticOf, problemsOf, type Problem } from './diagnostics.ts';
import { createThrottle } from './throttle.ts';

/** Editors are told at most this often, ms. */
const publishMs = 250;

/** An open document, as far as problems are concerned. */
export type OpenDocument = {
  readonly uri: string;
  readonly problems: () => readonly Problem[];
  readonly lineText: (line0: number) => string | undefined;
};

export type DiagnosticsPublisher = {
  /** Something changed that problems are made from. */
  request(): void;
  dispose(): void;
};

/** Tells the editor of problems in open documents, and in files of this machine that are not open; each change once. */
export function createDiagnosticsPublisher(options: {
  readonly hub: HubModel;
  readonly open: () => readonly OpenDocument[];
  readonly publish: (params: PublishDiagnosticsParams) => void;
}): DiagnosticsPublisher {
  const { hub, open, publish } = options;
  const told = new Map<string, string>();
  const throttle = createThrottle(() => {
    const now = new Map<string, Diagnostic[]>();
    const shown = new Set<string>();
    for (const document of open()) {
      const problems = document.problems();
      for (const problem of problems) shown.add(problem.view.probe.id);
      now.set(
        document.uri,
        problems.map((problem) => diagnosticOf(problem, document.lineText(problem.line0))),
      );
    }
    const elsewhere = problemsOf([...hub.probes.values()], hub).filter(({ view }) => !shown.has(view.probe.id));
    for (const problem of elsewhere) {
      const { file } = problem.view.probe.spec.at;
      if (!isAbsolutePath(file) || file.includes('://') || !existsSync(file)) continue;
      const uri = pathToFileURL(file).href;
      now.set(uri, [...(now.get(uri) ?? []), diagnosticOf(problem, undefined)]);
    }
    for (const uri of new Set([...told.keys(), ...now.keys()])) {
      const diagnostics = now.get(uri) ?? [];
      const text = JSON.stringify(diagnostics);
      if ((told.get(uri) ?? '[]') === text) continue;
      if (diagnostics.length === 0) told.delete(uri);
      else told.set(uri, text);
      publish({ uri, diagnostics });
    }
  }, publishMs);
  return { request: () => throttle.request(), dispose: () => throttle.dispose() };
}
