import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { appTopics, writtenTopics } from "../../src/pipeline/topics.js";
import { JsonProcess, lastLine } from "../json-process.js";
import { PYTHON, peerEnvironment } from "../peers/environment.js";
import { K } from "./input.js";
import { ownConfig } from "./own-config.js";
import type { Trial } from "./trial.js";

/** Who takes points from a topic and writes labels to others, in a process of its own. */
export interface PipelineContestant {
  readonly implementation: string;
  readonly version?: string;
  readonly command: (trial: Trial) => readonly [string, ...string[]];
  /** Topics that it writes, the one of the labels first. */
  readonly topics: (trial: Trial) => readonly [string, ...string[]];
  /** Bytes of a label in packed messages. */
  readonly rowBytes: number;
}

const OWN = fileURLToPath(new URL("own-worker.ts", import.meta.url));
const PEER = fileURLToPath(new URL("../peers/python/kafka_peer.py", import.meta.url));
const PEERS = [
  ["confluent-kafka + scikit-learn", "scikit-learn"],
  ["confluent-kafka + numpy", "numpy"],
  ["confluent-kafka + numpy (columns)", "numpy (columns)"],
  ["confluent-kafka alone", "none"],
] as const;

/** As it comes, and with what the peers do: one mixture, which nothing watches. */
const OWN_MODELS = [
  ["mixtide", ""],
  ["mixtide (one mixture)", "anomaly: { components: single }, drift: false, refits: false"],
] as const;

export const ownContestants: readonly PipelineContestant[] = OWN_MODELS.map(([implementation, model]) => ({
  implementation,
  command: (trial) => {
    const path = join(trial.folder, `${trial.name}.yaml`);
    writeFileSync(path, ownConfig(trial, model));
    return [process.execPath, "--import", "tsx", OWN, path, String(trial.count)];
  },
  topics: ({ name, input }) => {
    const topics = appTopics(name, input);
    return [topics.labels, ...writtenTopics(topics).filter((topic) => topic !== topics.labels)];
  },
  rowBytes: 16 + 4 * K,
}));

/** The peers that this machine has, and who is absent and why. */
export async function pipelinePeers(): Promise<{ present: PipelineContestant[]; absent: string[] }> {
  const present: PipelineContestant[] = [];
  const absent: string[] = [];
  for (const [implementation, model] of PEERS)
    try {
      const { version } = (await new JsonProcess([PYTHON, PEER, model], peerEnvironment()).next<{
        version: string;
      }>())!;
      present.push(peer(implementation, model, version));
    } catch (error) {
      absent.push(`${implementation} (${lastLine(error)})`);
    }
  return { present, absent };
}

function peer(implementation: string, model: string, version: string): PipelineContestant {
  const labels = ({ name }: Trial): string => `${name}.labels`;
  return {
    implementation,
    version,
    command: (trial) => {
      const { format, brokers, input, count, caseFile } = trial;
      return [PYTHON, PEER, model, format, brokers.join(","), input, labels(trial), String(count), caseFile];
    },
    topics: (trial) => [labels(trial)],
    rowBytes: 4 + 4 * K,
  };
}
