import type { ScoredBatch } from "../../learning/scored-batch.js";
import type { Mixture } from "../../mixture/mixture.js";
import type { PointBatch } from "../../mixture/point-batch.js";
import type { Sections } from "../state/digest.js";
import type { LearnerFigures } from "./learner-figures.js";
import type { RemoteLearner } from "./remote-learner.js";

/** What the pipeline reads of a learner between two batches. */
export interface LearnerAtRest extends LearnerFigures {
  /** How it works, as plain data. */
  readonly options: object;
  toSections(): Sections;
  readonly mixture: Mixture | undefined;
  /** Anomaly score from which the next point is flagged; NaN while none would be. Not for every point: it is searched. */
  readonly threshold: number;
}

/** What the pipeline asks of a learner; `Learner` of ring 0 fits. */
export interface StreamLearner extends LearnerAtRest {
  /** The memory of the batch is used again once it has returned: what is kept of it has to be copied. */
  learnInSlices(batch: PointBatch): Generator<undefined, ScoredBatch>;
  flushInSlices(): Generator<undefined, ScoredBatch>;
}

/** Makes learners, anew or from state. */
export interface LearnerFactory {
  /** Number of features D. */
  readonly dimensions: number;
  /** Of the features; state made from others is refused. */
  readonly fingerprint: string;
  /** Name of the kernel: state is bit-identical under one kernel only. */
  readonly kernel: string;
  /** How learners made here work, as JSON. */
  readonly settings: string;
  create(): StreamLearner;
  /**
   * @param accepted `settings` of other factories under which the state may be gone on with, whatever its own are.
   * @throws StateError when the sections are damaged, foreign or newer, or were learned with other settings.
   */
  restore(sections: Sections, accepted?: readonly string[]): StreamLearner;
  /**
   * A learner that works as its state says, whatever the settings here.
   *
   * @throws StateError when the sections are damaged, foreign or newer.
   */
  adopt(sections: Sections): StreamLearner;
  /**
   * Where learners may work beside the pipeline's own thread: one that goes on from `sections`. Without it they work in
   * the pipeline's thread, in slices; the results are the same.
   */
  elsewhere?(sections: Sections): RemoteLearner;
}
