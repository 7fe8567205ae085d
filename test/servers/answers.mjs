/**
 * What a server without the agent answers to each request. A part of an answer that is not the same in all of its answers,
 * over two starts, is not compared: dates, generated ids.
 */
export function createAnswers() {
  const seen = new Map();
  const partsOf = ({ status, headers, body }) => ({
    status: String(status),
    ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [`header ${name}`, String(value)])),
    body,
  });
  const variesIn = (name) => {
    const all = seen.get(name) ?? [];
    return [...new Set(all.flatMap(Object.keys))].filter((part) => new Set(all.map((parts) => parts[part])).size > 1);
  };
  return {
    learn(name, answer) {
      seen.set(name, [...(seen.get(name) ?? []), partsOf(answer)]);
    },
    /** What is not as without the agent, as a sentence. */
    difference(name, answer) {
      const [expected] = seen.get(name) ?? [{}];
      const found = partsOf(answer);
      const varying = new Set([...variesIn(name), 'header date']);
      varying.delete('status');
      const part = [...new Set([...Object.keys(expected), ...Object.keys(found)])].find(
        (key) => !varying.has(key) && expected[key] !== found[key],
      );
      return part && `${name}: ${part} was ${excerpt(expected[part])}, is ${excerpt(found[part])}`;
    },
    /** Parts that are not compared, each with how many requests it varies in. */
    varying() {
      const counts = new Map();
      for (const name of seen.keys()) for (const part of variesIn(name)) counts.set(part, (counts.get(part) ?? 0) + 1);
      return counts;
    },
    get requests() {
      return seen.size;
    },
  };
}

const excerpt = (text) => JSON.stringify(text?.slice(0, 200));
