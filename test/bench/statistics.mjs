export const sorted = (numbers) => [...numbers].sort((a, b) => a - b);

/** The value that `share` of the numbers are not above. */
export function quantile(numbers, share) {
  const all = sorted(numbers);
  return all[Math.min(all.length - 1, Math.floor(all.length * share))];
}

export function median(numbers) {
  const all = sorted(numbers);
  const middle = all.length >> 1;
  return all.length % 2 === 1 ? all[middle] : (all[middle - 1] + all[middle]) / 2;
}

/** 95 % confidence interval of the median, by bootstrap. */
export function medianInterval(numbers, draws = 2_000) {
  const medians = Array.from({ length: draws }, () =>
    median(numbers.map(() => numbers[Math.floor(Math.random() * numbers.length)])),
  );
  return [quantile(medians, 0.025), quantile(medians, 0.975)];
}

export function shuffled(list) {
  return list
    .map((item) => [Math.random(), item])
    .sort(([a], [b]) => a - b)
    .map(([, item]) => item);
}
