/** A line that a developer wrote into the source: the least that the same observation can cost. */
export const createAgent = ({ work }) => ({
  start() {},
  arm({ kind }) {
    work().hand.isOn = kind;
  },
  disarm() {
    work().hand.isOn = '';
  },
});
