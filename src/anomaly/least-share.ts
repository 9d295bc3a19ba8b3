/** Shares of a distance below it explain nothing, and are left out of labels. */
export const LEAST_SHARE = 0.01;
