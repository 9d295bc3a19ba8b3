import type { massDepth } from "../anomaly/mass-depth.js";
import type { Structure } from "../mixture/covariance/covariance.js";
import type { Sums } from "../statistics/sums.js";

/**
 * The hot loops of a mixture. `reference/` is written to be read and is the oracle of every other kernel; kernels of
 * the same arithmetic do the same operations in the same order, and agree in every bit.
 */
export interface Kernel {
  readonly name: string;
  /** Kept in the learner's state, which only a kernel of the same arithmetic may continue: another rounds differently. */
  readonly arithmetic: string;
  /**
   * @param negligible from how many nats below the largest log joint density on, and ln K, components have no share in
   * a point; default {@link NEGLIGIBLE_NATS}. Less is faster where not every last bit of a responsibility counts.
   */
  prepare(factors: Factors, negligible?: number): Evaluator;
}

/** The arithmetic of the reference kernel: + − × ÷ √ of doubles, each rounded, in its order. */
export const REFERENCE_ARITHMETIC = "reference";

/** A mixture in the form in which densities are evaluated. */
export interface Factors {
  readonly structure: Structure;
  readonly components: number;
  readonly dimensions: number;
  /** K weights. */
  readonly weights: Float64Array;
  /** K × D. */
  readonly means: Float64Array;
  /** K × D × D (full) or K × D (diagonal). */
  readonly covariances: Float64Array;
  /**
   * Whitening matrices: the inverses of the lower Cholesky factors, K × D(D+1)/2, row by row (full), or K × D
   * reciprocal deviations (diagonal).
   */
  readonly whitening: Float64Array;
  /** K logarithms of the normalisers: −D/2 log 2π − ½ log |Σ|. */
  readonly logNormalizer: Float64Array;
  /** K logarithms of the weights; −∞ for a component without points. */
  readonly logWeight: Float64Array;
}

/** Where an E-step writes; every array shares its row numbers with the points. */
export interface Expectation {
  /** n × K responsibilities γ(z). */
  readonly responsibilities: Float64Array;
  /** n log densities. */
  readonly logDensity: Float64Array;
  /**
   * n × K squared Mahalanobis distances over the observed features. Where nobody needs them, a kernel may leave out
   * components whose responsibility is 0 without working out how far away they are.
   */
  readonly mahalanobis?: Float64Array;
  /** n heavy-tailed mass depths, see {@link massDepth}. They need the distance to every component. */
  readonly depth?: Float64Array;
}

/** What a pass that learns leaves of each point: responsibilities need not be handed out for that. */
export type Learned = Partial<Expectation> & Pick<Expectation, "logDensity">;

/** A mixture loaded into a kernel. */
export interface Evaluator {
  /**
   * E-step of the points `first` … `first + count` (rows of `points`; NaN = missing, marginalised out).
   *
   * A component whose log joint density is further below the largest than is {@link Kernel.prepare negligible} is left
   * out: its responsibility is exactly 0, so that leaving it out early changes no bit.
   */
  expectation(points: Float64Array, first: number, count: number, out: Expectation): void;
  /**
   * Adds the points' share in the statistics to `sums`, in ascending order of points; coordinates that are missing
   * enter by their conditional expectations (Ghahramani & Jordan 1994).
   */
  accumulate(
    points: Float64Array,
    first: number,
    count: number,
    responsibilities: Float64Array,
    weights: Float64Array | undefined,
    sums: Sums,
  ): void;
  /** {@link expectation} and {@link accumulate} in one pass over the points. */
  learn(
    points: Float64Array,
    first: number,
    count: number,
    weights: Float64Array | undefined,
    out: Learned,
    sums: Sums,
  ): void;
}

/** Components further than this below the best one have a responsibility of exactly 0; add ln K. No sum of doubles shows them. */
export const NEGLIGIBLE_NATS = 37;

/** Squared distances end here: the square of 1e150 deviations is the last one that stays finite in every sum. */
export const LARGEST_SQUARED_DISTANCE = 1e300;
