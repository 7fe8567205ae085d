/** Whether this process was started with an option of Node's, also by NODE_OPTIONS; a value or a suffix may follow its name. */
export function isFlagGiven(flag: string): boolean {
  const given = [...process.execArgv, ...(process.env['NODE_OPTIONS'] ?? '').split(' ')];
  return given.some((text) => text === flag || text.startsWith(`${flag}=`) || text.startsWith(`${flag}-`));
}
