import type { Observable } from "rxjs";
import type { LabelledBatch } from "../../learning/scored-batch.js";
import type { Mixture } from "../../mixture/mixture.js";
import type { PointBatch } from "../../mixture/point-batch.js";
import type { Sections } from "../state/digest.js";
import type { LearnerFigures } from "./learner-figures.js";

/** What a learner elsewhere is asked: to label and learn points, to label those that wait, or to tell how it stands. */
export type LearnerOrder =
  | { readonly type: "learn"; readonly batch: PointBatch }
  | { readonly type: "flush" }
  | { readonly type: "rest" };

/** Labels, and the learner after them. */
export interface LabelsAnswer {
  readonly type: "labels";
  readonly scored: LabelledBatch;
  readonly figures: LearnerFigures;
}

/** The learner between two batches, as a unit that closes there needs it. */
export interface RestAnswer {
  readonly type: "rest";
  readonly sections: Sections;
  readonly mixture: Mixture | undefined;
  readonly threshold: number;
}

export type LearnerAnswer = LabelsAnswer | RestAnswer;

/** A learner that works beside the pipeline's thread, order by order. */
export interface RemoteLearner {
  /** One for each order, in their order; never completes, and errors when the learner does or its thread ends. Hot. */
  readonly answers$: Observable<LearnerAnswer>;
  /** The memory of the points may be used again as soon as this returns. */
  send(order: LearnerOrder): void;
  /** Ends the learner, soon: it need not do what it was sent. Idempotent. */
  close(): void;
}
