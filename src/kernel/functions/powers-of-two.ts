/** 2^k for k = −1074 … 1023, all exact; 2^k is at index k + {@link BIAS}. A load beats assembling the bits. */
export const POWERS_OF_TWO = new Float64Array(2098);
export const BIAS = 1074;

POWERS_OF_TWO[BIAS] = 1;
for (let k = BIAS + 1; k < POWERS_OF_TWO.length; k++) POWERS_OF_TWO[k] = 2 * POWERS_OF_TWO[k - 1]!;
for (let k = BIAS - 1; k >= 0; k--) POWERS_OF_TWO[k] = 0.5 * POWERS_OF_TWO[k + 1]!;
