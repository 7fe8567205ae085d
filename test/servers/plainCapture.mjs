/** A capture of `--json` as plain values, so that a check can name what it expects. */
export function plainCapture({ frames, watches, notes }) {
  const objects = new Map();
  const collect = (value) => {
    if (value?.t !== 'object') return;
    objects.set(value.id, value);
    for (const { v } of value.props) collect(v);
    value.items?.forEach(collect);
  };
  for (const { scopes } of frames) for (const { variables } of scopes ?? []) for (const { v } of variables) collect(v);
  for (const { value } of watches) collect(value);
  return {
    /** The time limit took something away, and the capture says so. */
    isCut: notes.length > 0 || JSON.stringify([frames, watches]).includes('"reason":"time"'),
    frames: frames.map(({ name, file, scopes, note }) => ({
      name,
      file,
      note,
      // Innermost last, so that it is the name a reader of the line means.
      variables: Object.fromEntries(
        (scopes ?? [])
          .toReversed()
          .flatMap(({ variables }) => variables.map(({ k, v }) => [k, plainValue(v, objects)])),
      ),
    })),
    watches: Object.fromEntries(
      watches.map(({ expression, value, error }) => [expression, error ?? plainValue(value, objects)]),
    ),
  };
}

function plainValue(value, objects, above = []) {
  if (value?.t === 'ref')
    return above.includes(value.id) ? '[circular]' : plainValue(objects.get(value.id), objects, above);
  if (value?.t !== 'object') return value?.v ?? value?.t;
  const within = [...above, value.id];
  if (value.items !== undefined) return value.items.map((item) => plainValue(item, objects, within));
  return Object.fromEntries(value.props.map(({ k, v }) => [k, plainValue(v, objects, within)]));
}
