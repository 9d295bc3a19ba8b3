import { type Assembly, learnerOptions } from "../../config/assemble.js";
import type { Config } from "../../config/config-schema.js";
import { checkLearnerOptions } from "../../learning/learner-options.js";
import { Answers } from "../../live/answers/answers.js";
import { Live } from "../../live/live.js";
import type { PipelineEvent } from "../../pipeline/events.js";
import type { Onlooker } from "../../pipeline/ports/onlooker.js";
import type { ViewPorts } from "../../server/api/view-ports.js";
import { version } from "../version.js";
import { viewPortsOf } from "./view-ports-of.js";

/** What viewers see of a pipeline: it looks on, and answers the server. Nothing it does wrong reaches the pipeline. */
export interface LiveView {
  readonly onlooker: Onlooker;
  readonly ports: ViewPorts;
  readonly take: (event: PipelineEvent) => void;
  readonly failed: (error: unknown) => void;
  /** Snapshots that other processes have published, the oldest first. */
  readonly recall: Live["recall"];
}

export interface LiveViewOptions {
  readonly config: Config;
  readonly parts: Assembly;
  /** ms between commits; default: that of the settings. */
  readonly commitInterval?: number;
  /** Masks secrets. */
  readonly redact: (text: string) => string;
  readonly trouble: (error: unknown) => void;
}

export function createLiveView({ config, parts, redact, trouble, ...options }: LiveViewOptions): LiveView {
  const { app, features, input, settings } = parts;
  const { commitInterval = settings.commit.interval } = options;
  const { threshold } = checkLearnerOptions(learnerOptions(config, features)).anomaly;
  const live = new Live({ app, input, features, threshold, commitInterval, redact, release: version() });
  const safely = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      trouble(error);
    }
  };
  return {
    onlooker: {
      labelled: (...labelled) => safely(() => live.labelled(...labelled)),
      published: (unit, snapshot) => safely(() => live.published(unit, snapshot)),
    },
    ports: viewPortsOf(live, new Answers(live, features)),
    take: (event) => safely(() => live.take(event)),
    failed: (error) => safely(() => live.failed(error)),
    recall: (published) => safely(() => live.recall(published)),
  };
}
