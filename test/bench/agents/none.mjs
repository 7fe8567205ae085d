/** The uninstrumented process. */
export const createAgent = () => ({
  start() {},
  arm() {},
  disarm() {},
});
