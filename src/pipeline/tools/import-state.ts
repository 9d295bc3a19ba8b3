import { StateError } from "../../learning/state-error.js";
import { checkpointRecords } from "../journal/checkpoint.js";
import { stateChange } from "../state/changes.js";
import { digestsOf } from "../state/digest.js";
import type { Manifest } from "../state/manifest.js";
import { commitAppends } from "../task/commit.js";
import { decodeStateFile } from "./state-file.js";
import { forgetAll, type StateToolOptions, toolContext, withWriter } from "./state-tool.js";

/**
 * Puts an exported state in the place of whatever is there; the app goes on from its positions. Records learned since
 * are learned and labelled again. Stop the app before.
 *
 * @throws StateError when the file is damaged or of another app, cluster or input.
 */
export async function importState(options: StateToolOptions, file: Uint8Array): Promise<Manifest> {
  const { manifest, sections } = decodeStateFile(file);
  await checkHome(options, manifest);
  const { settings, task, topics } = toolContext(options);
  const { part, send } = settings.sizes;
  return withWriter(options, async (writer) => {
    const digests = digestsOf(sections);
    const change = stateChange({ ledger: new Map(), manifestParts: 0 }, sections, digests, manifest, part);
    const state = [...(await forgetAll(options)), ...change.records];
    const journal = checkpointRecords(sections, digests, manifest, part);
    const appends = [
      { topic: topics.state, partition: task.partition, records: state },
      { topic: topics.journal, partition: task.partition, records: journal },
    ];
    await commitAppends(writer, appends, send);
    return manifest;
  });
}

async function checkHome({ app, broker, input }: StateToolOptions, manifest: Manifest): Promise<void> {
  const here = { app, clusterId: await broker.clusterId(), input };
  for (const name of ["app", "clusterId", "input"] as const)
    if (manifest[name] !== here[name])
      throw new StateError(
        `the exported state is of ${WORDS[name]} "${manifest[name]}", here it is "${here[name]}": its input positions ` +
          "mean nothing here. Import it where it comes from, or begin anew with `mixtide state reset`",
      );
}

const WORDS = { app: "app", clusterId: "cluster", input: "input topic" } as const;
