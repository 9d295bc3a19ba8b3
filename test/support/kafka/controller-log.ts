import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";

/** What a controller has to say of brokers that come and go. */
export const CONTROLLER_LOGGER = "org.apache.kafka.controller";

const POLL_MS = 50;

/** Resolves once the last that a controller wrote of a broker is that it fenced it. */
export async function untilFenced(outputFile: string, nodeId: number, deadline: AbortSignal): Promise<void> {
  while (!isFenced(await readFile(outputFile, "utf8"), nodeId)) {
    deadline.throwIfAborted();
    await sleep(POLL_MS);
  }
}

/** As Kafka 4.3 words it. */
export function isFenced(output: string, nodeId: number): boolean {
  const fenced = output.lastIndexOf(`Fencing broker ${nodeId} at epoch`);
  const unfenced = output.lastIndexOf(`The request from broker ${nodeId} to unfence has been granted`);
  return fenced > unfenced;
}
