import { segmentsOf, type InstanceView, type Target } from '@stillframe/protocol';

/**
 * Any one instance of the service that `file` (absolute) belongs to: the only app there is, or the one that runs nearest
 * above the file. Undefined when that cannot be told.
 */
export function canaryTarget(file: string, views: Iterable<InstanceView>): Target | undefined {
  const instances = [...views].filter(({ connected }) => connected).map(({ instance }) => instance);
  const apps = new Set(instances.map(({ app }) => app));
  if (apps.size <= 1) return { anyOne: true };
  const above = instances
    .map(({ app, cwd }) => ({ app, folder: segmentsOf(cwd) }))
    .filter(({ folder }) => isAbove(folder, segmentsOf(file)));
  const nearest = Math.max(0, ...above.map(({ folder }) => folder.length));
  const [app, ...more] = new Set(above.filter(({ folder }) => folder.length === nearest).map(({ app }) => app));
  return app === undefined || more.length > 0 ? undefined : { app, anyOne: true };
}

const isAbove = (folder: readonly string[], file: readonly string[]) =>
  folder.every((segment, index) => file[index] === segment);
