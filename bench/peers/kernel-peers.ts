import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { JsonProcess, lastLine } from "../json-process.js";
import type { Contestant } from "../kernel/contestant.js";
import { buildArmadillo } from "./armadillo/build.js";
import { writeCaseFile } from "./case-file.js";
import { PYTHON, peerEnvironment } from "./environment.js";

const SCRIPT = fileURLToPath(new URL("python/kernel_peer.py", import.meta.url));
const PYTHON_PEERS = ["scikit-learn", "scikit-learn (blocks)", "numpy", "numpy (columns)"];

/** Those who are there, and who is absent and why. */
export interface KernelPeers {
  readonly present: readonly Contestant[];
  readonly absent: readonly string[];
}

/** Starts every peer that this machine has. */
export async function startKernelPeers(): Promise<KernelPeers> {
  const present: Contestant[] = [];
  const absent: string[] = [];
  const start = async (implementation: string, command: () => Promise<readonly [string, ...string[]]>) => {
    try {
      present.push(await contestant(implementation, new JsonProcess(await command(), peerEnvironment())));
    } catch (error) {
      absent.push(`${implementation} (${lastLine(error)})`);
    }
  };
  for (const name of PYTHON_PEERS) await start(name, async () => [PYTHON, SCRIPT, name]);
  await start("armadillo", async () => [await buildArmadillo()]);
  return { present, absent };
}

async function contestant(implementation: string, peer: JsonProcess): Promise<Contestant> {
  const { version } = (await peer.next<{ version: string }>())!;
  const folder = await mkdtemp(join(tmpdir(), "mixtide-bench-"));
  return {
    implementation,
    version,
    load: async (given) => {
      const path = join(folder, "case.bin");
      writeCaseFile(path, given);
      return (await peer.ask<{ mean_log_likelihood: number }>(`load ${path}`)).mean_log_likelihood;
    },
    turn: async (least) => (await peer.ask<{ seconds: number }>(`turn ${least}`)).seconds,
    close: async () => {
      await peer.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
