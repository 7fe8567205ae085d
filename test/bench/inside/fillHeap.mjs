import v8 from 'node:v8';

/** Small objects as a service keeps them, until V8's heap holds this many bytes. */
export function fillHeap(bytes) {
  const chunks = [];
  while (v8.getHeapStatistics().used_heap_size < bytes) {
    chunks.push(
      Array.from({ length: 50_000 }, (_, id) => ({
        id,
        name: `customer ${id}`,
        tags: [id, 'a'],
        at: { x: id, y: 0.5 },
      })),
    );
  }
  return chunks;
}
