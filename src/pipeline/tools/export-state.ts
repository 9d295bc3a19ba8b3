import { StateError } from "../../learning/state-error.js";
import { readState } from "../state/read-state.js";
import { appTopics, TASK_ALL } from "../topics.js";
import { encodeStateFile } from "./state-file.js";
import type { StateToolOptions } from "./state-tool.js";

/**
 * The committed state of an app as a file; the app may go on running.
 *
 * @throws StateError when there is none, or it is damaged.
 */
export async function exportState({
  app,
  input,
  broker,
}: Pick<StateToolOptions, "app" | "input" | "broker">): Promise<Uint8Array> {
  const { state } = appTopics(app, input);
  const stored = await readState(broker, { topic: state, partition: TASK_ALL.partition });
  if (stored === undefined) throw new StateError(`${state} holds no state: has ${app} ever run here?`);
  return encodeStateFile(stored.manifest, stored.sections);
}
