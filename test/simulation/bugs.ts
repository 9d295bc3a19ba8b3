import type { OutgoingRecord, Transaction, Writer } from "../../src/broker/broker.js";
import { UnknownPartitionError } from "../../src/broker/errors.js";
import { type AssembledSection, splitSection } from "../../src/pipeline/state/parts.js";
import { NO_EVENTS } from "../../src/pipeline/state/pending-events.js";
import { accept } from "../../src/pipeline/task/accept.js";
import { commitAppends } from "../../src/pipeline/task/commit.js";
import type { TaskSteps } from "../../src/pipeline/task/context.js";
import { fence } from "../../src/pipeline/task/fence.js";
import { restore } from "../../src/pipeline/task/restore.js";
import { TASK_STEPS } from "../../src/pipeline/task/steps.js";
import { AS_IT_IS, type Variant } from "./world.js";

/** Ways to get the protocol wrong, each of which has cost somebody data; the simulation has to find every one. */
export const BUGS = {
  "no-fence": () => steps({ fence: lazyFence }),
  "restore-before-fencing": () => steps(restoreFirst()),
  "group-offsets": () => steps({ restore: restoreGroupOffsets }),
  "positions-outside-transaction": () => steps({ commit: commitStateApart }),
  "alerts-outside-transaction": () => steps({ commit: commitAlertsApart }),
  "events-forgotten": () => steps({ restore: restoreWithoutEvents }),
  "zombie-fences-again": () => steps({ rejoinFirst: false }),
  "shrinking-parts-mixed": () => steps({ restore: restoreMixed, sections: { split: splitSection, forget: () => [] } }),
  "seek-back-on-gap": () => steps({ accept: refuseGaps }),
  "unknown-partition-ignored": () => ({
    ...steps({ growOutputs: async () => {}, commit: commitWhatIsKnown }),
    dropUnknownPartitions: true,
  }),
} satisfies Record<string, () => Variant>;

export type Bug = keyof typeof BUGS;

export const isBug = (name: string): name is Bug => Object.hasOwn(BUGS, name);

const steps = (wrong: Partial<TaskSteps>): Variant => ({ ...AS_IT_IS, steps: { ...TASK_STEPS, ...wrong } });

/** kafkajs initialises a transactional producer with its first transaction: a stalled owner fences its successor. */
const lazyFence: TaskSteps["fence"] = async (...taken) => {
  let writer: Promise<Writer> | undefined;
  return {
    begin: async () => {
      writer ??= fence(...taken);
      return (await writer).begin();
    },
    close: async () => (await writer)?.close(),
  };
};

function restoreFirst(): Pick<TaskSteps, "fence" | "restore"> {
  let admit: (() => Promise<void>) | undefined;
  return {
    fence: async (...taken) => {
      let writer: Writer | undefined;
      admit = async () => {
        writer = await fence(...taken);
      };
      return { begin: () => writer!.begin(), close: async () => writer?.close() };
    },
    restore: async (context, site) => {
      const fenceNow = admit!;
      const restored = await restore(context, site);
      await fenceNow();
      return restored;
    },
  };
}

const restoreGroupOffsets: TaskSteps["restore"] = async (context, site) => {
  const restored = await restore(context, site);
  if (restored === undefined) return undefined;
  const positions = await context.broker.admin.groupPositions(context.group, context.topics.input);
  for (const [partition, offset] of positions) {
    restored.state.accepted.set(partition, offset);
    restored.state.learned.set(partition, offset);
  }
  return restored;
};

const commitAlertsApart: TaskSteps["commit"] = async (writer, appends, sendBytes) => {
  const isAlert = ({ topic }: { topic: string }) => topic.endsWith(".alerts");
  await commitAppends(writer, appends.filter(isAlert), sendBytes);
  await commitAppends(
    writer,
    appends.filter((append) => !isAlert(append)),
    sendBytes,
  );
};

const restoreWithoutEvents: TaskSteps["restore"] = async (context, site) => {
  const restored = await restore(context, site);
  if (restored !== undefined) restored.state.events = NO_EVENTS;
  return restored;
};

const commitStateApart: TaskSteps["commit"] = async (writer, appends, sendBytes) => {
  const isState = ({ topic }: { topic: string }) => topic.endsWith(".state");
  await commitAppends(
    writer,
    appends.filter((append) => !isState(append)),
    sendBytes,
  );
  await commitAppends(writer, appends.filter(isState), sendBytes);
};

/** Takes parts as long as there are any, whatever generation they are of, and nobody forgets old ones. */
const restoreMixed: TaskSteps["restore"] = (context, site) =>
  restore(context, site, (section, parts): AssembledSection | undefined => {
    const first = parts.get(`${section}#0`);
    if (first === undefined) return undefined;
    const pieces: Uint8Array[] = [];
    for (let part = first; part !== undefined; part = parts.get(`${section}#${pieces.length}`)!)
      pieces.push(part.bytes);
    return { ...first, bytes: Uint8Array.from(pieces.flatMap((piece) => [...piece])) };
  });

const refuseGaps: TaskSteps["accept"] = (positions, batch) => {
  const position = positions.get(batch.partition);
  const first = batch.records.find(({ offset }) => position === undefined || offset >= position);
  if (position !== undefined && first !== undefined && first.offset > position) return { type: "ahead", position };
  return accept(positions, batch);
};

/** Appends go where they can. */
const commitWhatIsKnown: TaskSteps["commit"] = (writer, appends, sendBytes) =>
  commitAppends(
    { begin: async () => forgiving(await writer.begin()), close: () => writer.close() },
    appends,
    sendBytes,
  );

const forgiving = (transaction: Transaction): Transaction => ({
  append: async (topic: string, partition: number, records: readonly OutgoingRecord[]) => {
    try {
      await transaction.append(topic, partition, records);
    } catch (error) {
      if (!(error instanceof UnknownPartitionError)) throw error;
    }
  },
  commit: () => transaction.commit(),
  abort: () => transaction.abort(),
});
