import { createDecoder } from "../format/create-decoder.js";
import type { Decoder } from "../format/decoder.js";
import type { Features } from "../format/features/features.js";
import { PointLayout } from "../format/point-layout.js";
import { RecordEncoders } from "../format/record-encoders.js";
import type { LearnerOptions } from "../learning/learner-options.js";
import { learnerFactory } from "../pipeline/learner-factory.js";
import type { LearnerFactory } from "../pipeline/ports/learner.js";
import type { PipelineSettings } from "../pipeline/settings.js";
import type { Config } from "./config-schema.js";

/** What a pipeline is made of, but for its broker: `runPipeline({ broker, ...assemble(config) })`. */
export interface Assembly {
  readonly app: string;
  /** Name of this process, where the configuration has one. */
  readonly client?: string;
  /** Input topic. */
  readonly input: string;
  readonly features: Features;
  readonly decoder: Decoder;
  readonly learners: LearnerFactory;
  readonly encoders: RecordEncoders;
  readonly settings: PipelineSettings;
}

/**
 * Makes the parts of the pipeline that a configuration describes.
 *
 * @throws RangeError when settings contradict each other; `loadConfig` has refused such a configuration already.
 * @example
 * const { config } = loadConfig({ path: "config/geyser.yaml", environment: process.env });
 * runPipeline({ broker, ...assemble(config) }).subscribe();
 */
export function assemble(config: Config): Assembly {
  const layout = layoutOf(config);
  const client = config.kafka?.clientId;
  return {
    app: config.app,
    ...(client === undefined ? {} : { client }),
    input: config.source.topic,
    features: layout.features,
    decoder: createDecoder(layout, config.source),
    learners: learnerFactory(learnerOptions(config, layout.features)),
    encoders: new RecordEncoders(layout.features, config.labels),
    settings: settingsOf(config),
  };
}

/** Which parts of a message make a point. */
export function layoutOf({ features, id, source, timestamp, weight }: Config): PointLayout {
  return new PointLayout({ features, columns: source.columns, id, timestamp, weight });
}

/** How the learner works on these features. */
export function learnerOptions({ model }: Config, features: Features): LearnerOptions {
  const { dimensions, fingerprint, scale } = features;
  return { scale, ...model, dimensions, fingerprint };
}

function settingsOf(config: Config): PipelineSettings {
  const { alerts, commit, flush, journal, restarts, retention, sizes, snapshots, source, topics } = config;
  return { from: source.from, alerts, commit, flush, journal, restarts, retention, sizes, snapshots, topics };
}
