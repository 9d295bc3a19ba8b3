import { stringify } from "yaml";

/** What a first configuration has to know. */
export interface Answers {
  readonly app: string;
  readonly features: readonly string[];
  readonly components: number;
}

/** Fits data/faithful.csv of the package, so that a first run works as it is. */
export const EXAMPLE: Answers = { app: "geyser", features: ["eruptions", "waiting"], components: 2 };

/** A commented configuration: what most pipelines need, and the settings people look for next, with their defaults. */
export function pipelineTemplate({ app, features, components }: Answers): string {
  return `# A Mixtide pipeline: where points come from, what is learned from them, what is written.
#   mixtide lint FILE            checks this file
#   mixtide config explain FILE  shows every setting, those left out here included
#   mixtide doctor FILE          looks at the cluster, its topics and the first records
#   mixtide run FILE             learns from the topic; with --input points.csv from a file instead
# Flags of the command line take precedence over environment variables (MIXTIDE_MODEL_COMPONENTS=3), those over this file.

# Name of the model, and prefix of the topics it writes.
app: ${scalar(app)}

# The cluster; runs over a file do without. TLS and login: ssl, sasl (see config explain).
kafka:
  brokers: ["localhost:9092"]

# Where points come from. Runs over a file or standard input (--input) take their name and format from there.
source:
  topic: points
  from: earliest      # or latest, or a time such as 2025-11-23T05:00:00Z
  format: json        # or csv, packed-float64, packed-float32

# What makes a point: columns, or paths into an event (load.cpu, values[0]). With a transform:
#   - { path: bytes, transform: log1p }              # also log, sqrt
#   - { path: hour, transform: { cyclic: 24 } }      # sine and cosine of the hour
features:
${features.map((feature) => `  - ${scalar(feature)}`).join("\n")}

# Copied into the labels, when the input has them.
# id: id
# timestamp: time

model:
  components: ${components}
  covariance: full    # or tied, diagonal, spherical, tied-diagonal, tied-spherical
  seed: 1             # same seed and input, same model, bit for bit
  # The default learns for ever more slowly and converges. To keep following a stream that changes:
  # schedule: { kind: half-life, points: 10000 }

labels:
  minimum: 0.001      # smaller responsibilities are left out of labels

# Labels, snapshots and state become visible together, in one transaction each.
commit:
  interval: 500ms

# The first start makes the topics that the pipeline writes.
topics:
  create: true

snapshots:
  every: 1000         # points between published mixtures, at least
`;
}

function scalar(text: string): string {
  return stringify(text).trimEnd();
}
