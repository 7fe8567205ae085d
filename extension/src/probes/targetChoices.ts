import type { InstanceView, Target } from '@stillframe/protocol';
import { processText } from '@stillframe/protocol/reading';
import { plural } from './summarizeProbe.ts';

export type TargetChoice = { readonly label: string; readonly description: string; readonly target: Target };

/** Where a probe can be, widest first: everywhere, on one (the canary), on an app, on a tag, on one certain instance. */
export function targetChoices(views: readonly InstanceView[]): readonly TargetChoice[] {
  const instances = views.filter(({ connected }) => connected).map(({ instance }) => instance);
  const apps = countBy(instances.map(({ app }) => app));
  const tags = countBy(instances.flatMap((instance) => Object.entries(instance.tags).map((tag) => tag.join('='))));
  const choice = (label: string, description: string, target: Target) => ({ label, description, target });
  return [
    choice('All instances', plural(instances.length, 'instance'), {}),
    choice('Any one instance', 'first try it on one', { anyOne: true }),
    ...[...apps].flatMap(([app, count]) => [
      ...(apps.size > 1 ? [choice(`App ${app}`, plural(count, 'instance'), { app })] : []),
      ...(apps.size > 1 && count > 1
        ? [choice(`Any one of ${app}`, 'first try it on one', { app, anyOne: true })]
        : []),
    ]),
    ...[...tags].map(([tag, count]) => {
      const equals = tag.indexOf('=');
      const target = { tags: { [tag.slice(0, equals)]: tag.slice(equals + 1) } };
      return choice(`Tag ${tag}`, plural(count, 'instance'), target);
    }),
    ...instances.map((instance) => {
      const { app, host, instanceId } = instance;
      return choice(`${app} on ${host}`, `pid ${processText(instance)}`, { instanceId });
    }),
  ];
}

function countBy(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of [...names].sort()) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
