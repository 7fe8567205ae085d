'use strict';

exports.refund = (amount) => {
  const fee = Math.max(1, amount * 0.1);
  return { paid: amount - fee }; // PROBE refund
};
