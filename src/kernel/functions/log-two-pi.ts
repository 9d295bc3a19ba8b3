/** ln 2π, of every Gaussian's normaliser. */
export const LOG_TWO_PI = 1.8378770664093453;
