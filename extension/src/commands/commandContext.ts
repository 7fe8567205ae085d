import type { TicTocDraft } from '../gutter/ticTocDraft.ts';
import type { HubModel } from '../hub/hubModel.ts';
import type { ProbePlaces } from '../probes/probePlaces.ts';
import type { AskExpression } from './askExpression.ts';
import type { ProbeActions } from './probeActions.ts';

/** What commands work with. */
export type CommandContext = {
  readonly hub: HubModel;
  readonly places: ProbePlaces;
  readonly actions: ProbeActions;
  readonly draft: TicTocDraft;
  readonly ask: AskExpression;
};

/** Command ids to what they do with the argument a menu, tree or link gives; the palette and a key give none. */
export type CommandTable = Readonly<Record<string, (...given: readonly unknown[]) => Promise<unknown>>>;
