/** One hit as the condition hands it over. */
export type Hit = {
  readonly place: number;
  readonly thisValue: unknown;
  /** What the condition named, in its order; `missing` where a guarded name threw. */
  readonly values: readonly unknown[];
  readonly startedNs: number;
  /** False while another debugger could be stopped by our pause. */
  readonly mayPause: boolean;
};
