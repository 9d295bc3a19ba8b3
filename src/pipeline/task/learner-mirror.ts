import type { Mixture } from "../../mixture/mixture.js";
import type { LearnerAtRest } from "../ports/learner.js";
import type { LearnerFigures, LearnerStatus } from "../ports/learner-figures.js";
import type { RestAnswer } from "../ports/remote-learner.js";
import type { Sections } from "../state/digest.js";
import { figuresOf } from "./answer-order.js";

/** What a learner elsewhere has answered last: its figures always, itself only where it was asked to rest. */
export class LearnerMirror implements LearnerAtRest {
  readonly options: object;
  #figures: LearnerFigures;
  #rest: RestAnswer | undefined;

  /** @param learner the one that goes on elsewhere. */
  constructor(learner: LearnerAtRest) {
    this.options = learner.options;
    this.#figures = figuresOf(learner);
  }

  /** It has learned more. */
  follow(figures: LearnerFigures): void {
    this.#figures = figures;
    this.#rest = undefined;
  }

  /** It rests here. */
  rest(answer: RestAnswer): void {
    this.#rest = answer;
  }

  get version(): number {
    return this.#figures.version;
  }

  get points(): number {
    return this.#figures.points;
  }

  get pending(): number {
    return this.#figures.pending;
  }

  get nextComponent(): number {
    return this.#figures.nextComponent;
  }

  get status(): LearnerStatus {
    return this.#figures.status;
  }

  get logLikelihood(): LearnerFigures["logLikelihood"] {
    return this.#figures.logLikelihood;
  }

  get step(): number {
    return this.#figures.step;
  }

  get mixture(): Mixture | undefined {
    return this.#resting.mixture;
  }

  get threshold(): number {
    return this.#resting.threshold;
  }

  toSections(): Sections {
    return this.#resting.sections;
  }

  get #resting(): RestAnswer {
    if (this.#rest === undefined) throw new Error("the learner works elsewhere: it has to be asked to rest first");
    return this.#rest;
  }
}
