/** How deep arrays and objects of parsed JSON are nested; 0 for a plain value. Needs no stack, whatever the depth. */
export function nestingOf(json: unknown): number {
  let depth = 0;
  let level: unknown[] = [json];
  for (;;) {
    const next: unknown[] = [];
    for (const value of level)
      if (typeof value === 'object' && value !== null) for (const member of Object.values(value)) next.push(member);
    const isNested = level.some((value) => typeof value === 'object' && value !== null);
    if (!isNested) return depth;
    depth += 1;
    level = next;
  }
}
