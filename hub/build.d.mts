/** Bundles the hub and its command line; see build.mjs. */
export function buildHub(options?: { readonly outDir?: string; readonly minify?: boolean }): Promise<void>;
