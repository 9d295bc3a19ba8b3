import type { FitResult } from "../../../src/em/fit.js";

/** Everything that a fit found, byte by byte, in a form that a test can show. */
export function bitsOf({ mixture, statistics, logLikelihood, ...rest }: FitResult): Record<string, string> {
  const { bic, aic, icl, converged, iterations, floored, points, weight } = rest;
  const numbers = {
    weights: mixture.weights,
    means: mixture.means,
    covariances: mixture.covariances,
    count: statistics.count,
    mean: statistics.mean,
    scatter: statistics.scatter,
    trace: Float64Array.from(logLikelihood.trace),
    totals: Float64Array.of(logLikelihood.total, logLikelihood.mean, bic, aic, icl),
    counts: Float64Array.of(Number(converged), iterations, floored, points, weight),
  };
  return Object.fromEntries(
    Object.entries(numbers).map(([name, { buffer, byteOffset, byteLength }]) => [
      name,
      Buffer.from(buffer, byteOffset, byteLength).toString("hex"),
    ]),
  );
}
