import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Contestant, Scored } from "../../evaluation/contestant.js";
import { JsonProcess, lastLine } from "../../json-process.js";
import { PYTHON, peerEnvironment } from "../environment.js";
import { readScoreFile, writePointFile } from "./point-file.js";
import { buildRandomCutForest } from "./random-cut-forest/build.js";

const SCRIPT = fileURLToPath(new URL("python/anomaly_peer.py", import.meta.url));

/** How each of them is started. */
const COMMANDS: Readonly<Record<string, () => Promise<readonly [string, ...string[]]>>> = {
  "random cut forest": buildRandomCutForest,
  "isolation forest": async () => [PYTHON, SCRIPT, "isolation forest"],
  "isolation forest (refitted)": async () => [PYTHON, SCRIPT, "isolation forest (refitted)"],
  "half-space trees": async () => [PYTHON, SCRIPT, "half-space trees"],
};

/** Those who are there, and who is absent and why. */
export interface AnomalyPeers {
  readonly present: readonly Contestant[];
  readonly absent: readonly string[];
}

/** Starts every peer that this machine has. */
export async function startAnomalyPeers(): Promise<AnomalyPeers> {
  const present: Contestant[] = [];
  const absent: string[] = [];
  for (const [implementation, command] of Object.entries(COMMANDS))
    try {
      present.push(await contestant(implementation, new JsonProcess(await command(), peerEnvironment())));
    } catch (error) {
      absent.push(`${implementation} (${lastLine(error)})`);
    }
  return { present, absent };
}

async function contestant(implementation: string, peer: JsonProcess): Promise<Contestant> {
  const said = await peer.next<{ version: string }>();
  if (said === undefined) throw new Error("it ended at once");
  const folder = await mkdtemp(join(tmpdir(), "mixtide-bench-"));
  const [points, scores] = [join(folder, "points.bin"), join(folder, "scores.bin")];
  return {
    implementation,
    version: said.version,
    score: async (batch, ends) => {
      writePointFile(points, batch, ends);
      const { seconds } = await peer.ask<Pick<Scored, "seconds">>(`${points}\t${scores}`);
      return { scores: readScoreFile(scores), seconds };
    },
    close: async () => {
      await peer.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
