import * as v from 'valibot';

/** Paths of the process that start with `from` are below `to` here. */
export const PathMapsSchema = v.array(v.object({ from: v.string(), to: v.string() }));
export type PathMaps = v.InferOutput<typeof PathMapsSchema>;

/** Where a path of the process is on this machine; undefined when no mapping fits. */
export const localPath = (path: string, maps: PathMaps): string | undefined => mapped(path, maps);

/** The process's path of a file here; undefined when no mapping fits. */
export const processPath = (path: string, maps: PathMaps): string | undefined =>
  mapped(
    path,
    maps.map(({ from, to }) => ({ from: to, to: from })),
  );

/** The longest `from` wins. */
function mapped(path: string, maps: PathMaps): string | undefined {
  const fitting = maps.filter(({ from }) => path === from || path.startsWith(from.endsWith('/') ? from : `${from}/`));
  const [best] = fitting.sort((a, b) => b.from.length - a.from.length);
  if (best === undefined) return undefined;
  return best.to.replace(/\/$/, '') + path.slice(best.from.replace(/\/$/, '').length);
}
