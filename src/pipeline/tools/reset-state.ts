import { commitAppends } from "../task/commit.js";
import { genesisAppends, newState, resolvePositions } from "../task/genesis.js";
import { forgetAll, type StateToolOptions, toolContext, withWriter } from "./state-tool.js";

/**
 * Begins anew: forgets the state, readable or not, and commits a genesis at `settings.from`. Labels, snapshots and the
 * journal of the old history stay where they are. Stop the app before.
 *
 * @returns where it will begin, by input partition.
 */
export async function resetState(options: StateToolOptions): Promise<ReadonlyMap<number, number>> {
  const { broker, input } = options;
  const context = toolContext(options);
  const { settings, topics } = context;
  return withWriter(options, async (writer) => {
    const positions = await resolvePositions(broker, input, settings.from);
    const site = { clusterId: await broker.clusterId(), deadLetterPartitions: 1 };
    const tombstones = await forgetAll(options);
    const appends = genesisAppends(context, newState(context, site, positions)).map((append) =>
      append.topic === topics.state ? { ...append, records: [...tombstones, ...append.records] } : append,
    );
    await commitAppends(writer, appends, settings.sizes.send);
    return positions;
  });
}
