// Top-level code of a module, held until GET /gate: before its file has loaded no probe can be in it.
const settings = { name: 'settings@top' };
let changed = 'changed@first';
await globalThis.gate;
changed = 'changed@second'; // PROBE afterAwait
const waited = await Promise.resolve('waited@top');
for (const item of ['item@top']) {
  const own = `own@${item}`;
  changed = own + waited; // PROBE loop
}
{
  const inBlock = 'inBlock@top';
  changed += inBlock; // PROBE block
}
const late = give('late@top'); // PROBE declaration
function give(value) {
  return value + settings.name; // PROBE called
}
class Made {
  value = late;
}
changed = new Made().value; // PROBE classKnown
export const run = () => JSON.stringify([settings, changed, waited, late]);
