export let shared = 'shared@exports';
export function change(next) {
  shared = next; // PROBE change
}
export default 'fallback@exports';
