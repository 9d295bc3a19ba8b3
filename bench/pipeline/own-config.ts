import { D, K } from "./input.js";
import type { Trial } from "./trial.js";

/**
 * A user's file, with further settings of the model. Only time closes a commit, and one packed message is a mini-batch, as in
 * config/packed.yaml.
 */
export function ownConfig({ brokers, format, input, name }: Trial, model: string): string {
  const packed = format === "packed";
  return `app: ${name}
kafka: { brokers: [${brokers.map((broker) => `"${broker}"`).join(", ")}] }
source: { topic: ${input}, from: earliest, format: ${packed ? "packed-float64" : "json"}, columns: ${D} }
features: [${Array.from({ length: D }, (_, i) => `x${i + 1}`).join(", ")}]
model: { ${[`components: ${K}`, packed ? "miniBatch: 1000" : "", model].filter((part) => part !== "").join(", ")} }
labels: { ${packed ? "format: packed, grouping: batch" : "format: json"} }
commit: { interval: 500ms, points: 5000000, bytes: 500MB }
topics: { create: true }
`;
}
