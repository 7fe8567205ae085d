import * as vscode from 'vscode';
import type { LiveSessions } from '../debug/sessions.ts';
import type { HubModel } from '../hub/hubModel.ts';
import { probeHover } from '../inline/probeHover.ts';
import type { PlacedProbe, ProbePlaces } from '../probes/probePlaces.ts';
import { summarizeProbe } from '../probes/summarizeProbe.ts';
import type { TicTocDraft } from './ticTocDraft.ts';
import { colourOf, iconUrl, lookOf, type IconLook, type IconShape } from './icons.ts';

/** How long a line lights up after a capture, ms. */
const hitGlowMs = 700;

type Mark = {
  readonly shape: IconShape;
  readonly look: IconLook;
  readonly line1: number;
  readonly hover: vscode.MarkdownString;
};

/** Shows every probe's icon in the gutter of every visible editor, but where VS Code shows it as a breakpoint. */
export function startDecorations(
  hub: HubModel,
  places: ProbePlaces,
  draft: TicTocDraft,
  liveSessions: LiveSessions,
): vscode.Disposable {
  const types = new Map<string, vscode.TextEditorDecorationType>();
  const glowing = new Map<string, number>();
  const shown = new WeakMap<vscode.TextEditor, string>();

  const typeOf = (shape: IconShape, look: IconLook) => {
    const key = `${shape}/${look}`;
    const type = types.get(key) ?? vscode.window.createTextEditorDecorationType(renderOptions(shape, look));
    types.set(key, type);
    return type;
  };

  const marksOf = (uri: vscode.Uri): readonly Mark[] => {
    const ours = places.inFile(uri).filter(({ line1 }) => !liveSessions.hasBreakpoint(uri, line1));
    const probes = ours.map((place) => ({
      shape: place.shape,
      look: lookNow(hub, place, glowing),
      line1: place.line1,
      hover: probeHover(place.view, hub),
    }));
    const start = draft.current;
    if (start === undefined || start.uri.toString() !== uri.toString()) return probes;
    const hover = new vscode.MarkdownString(
      'The time starts here. Choose *End Tic-Toc Here* on the line where it ends.',
    );
    return [...probes, { shape: 'tic', look: 'pending', line1: start.line1, hover }];
  };

  const draw = (editor: vscode.TextEditor) => {
    const byType = new Map<vscode.TextEditorDecorationType, vscode.DecorationOptions[]>();
    const marks = marksOf(editor.document.uri).filter((mark) => mark.line1 <= editor.document.lineCount);
    // Setting the same again would move the icons back while the user types above them.
    const signature = marks.map((mark) => `${mark.shape} ${mark.look} ${mark.line1} ${mark.hover.value}`).join('\n');
    if (shown.get(editor) === signature) return;
    shown.set(editor, signature);
    for (const mark of marks) {
      const type = typeOf(mark.shape, mark.look);
      const { range } = editor.document.lineAt(mark.line1 - 1);
      byType.set(type, [...(byType.get(type) ?? []), { range, hoverMessage: mark.hover }]);
    }
    for (const type of types.values()) editor.setDecorations(type, byType.get(type) ?? []);
  };
  const drawAll = () => {
    for (const editor of vscode.window.visibleTextEditors) draw(editor);
  };

  const glow = (ids: readonly string[]) => {
    for (const id of ids) glowing.set(id, Date.now() + hitGlowMs);
    drawAll();
    setTimeout(drawAll, hitGlowMs + 10);
  };
  const stop = hub.onDidChange((change) => {
    const hits = [...(change.captures ?? []), ...(change.logs ?? [])];
    const recent = hits.filter((hit) => Date.now() - hit.atMs < 5_000).map((hit) => hit.probeId);
    if (recent.length > 0) glow(recent);
  });
  const listeners = [
    places.onDidChange(drawAll),
    draft.onDidChange(drawAll),
    liveSessions.onDidChange(drawAll),
    vscode.window.onDidChangeVisibleTextEditors(drawAll),
  ];
  drawAll();
  return new vscode.Disposable(() => {
    stop();
    for (const disposable of [...listeners, ...types.values()]) disposable.dispose();
  });
}

function lookNow(hub: HubModel, place: PlacedProbe, glowing: ReadonlyMap<string, number>): IconLook {
  if ((glowing.get(place.view.probe.id) ?? 0) > Date.now()) return 'hit';
  const { state } = summarizeProbe(place.view, hub.paused);
  return hub.paused && (state === 'armed' || state === 'throttled') ? 'pending' : lookOf[state];
}

function renderOptions(shape: IconShape, look: IconLook): vscode.DecorationRenderOptions {
  const icon = (theme: 'light' | 'dark') => ({
    gutterIconPath: vscode.Uri.parse(iconUrl(shape, look, theme)),
    overviewRulerColor: colourOf(look, theme),
  });
  return {
    gutterIconSize: 'contain',
    overviewRulerLane: vscode.OverviewRulerLane.Left,
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
    dark: icon('dark'),
    light: icon('light'),
  };
}
