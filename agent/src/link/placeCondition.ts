import { hookName } from '../shared/hookName.ts';

/**
 * V8's breakpoint condition for a place: hands `this` and the named values to the hook. A statement, not an expression: a
 * name that throws (uninitialised after all) must be heard of, and V8 would swallow it.
 * `this` is left out where V8 would tell a wrong one. `isGuarded` reads each name on its own, so that one that throws does not hide the others; slower, so only after a throw.
 */
export function placeCondition(
  place: number,
  names: readonly string[],
  options: { readonly isGuarded: boolean; readonly isThisKnown: boolean },
): string {
  const read = (name: string) =>
    options.isGuarded ? `(()=>{try{return ${name}}catch{return ${hookName}.missing}})()` : name;
  const receiver = options.isThisKnown ? read('this') : `${hookName}.missing`;
  const values = [receiver, ...names.map(read)].join(',');
  return `try{${hookName}.hit(${place},${values})}catch{${hookName}.nameThrew(${place})}`;
}
