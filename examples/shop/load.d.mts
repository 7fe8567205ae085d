/** What a load has done so far; times are over the newest 1,000 requests. */
export interface LoadStats {
  readonly sent: number;
  readonly ok: number;
  readonly failed: number;
  /** Not sent because 64 were under way. */
  readonly skipped: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly lastError?: string;
}

/** Starts sending `rate` requests a second (default 40) to the shop; `stop` waits for those under way. */
export declare function startLoad(options: { readonly url: string; readonly rate?: number }): {
  stats(): LoadStats;
  stop(): Promise<LoadStats>;
};
