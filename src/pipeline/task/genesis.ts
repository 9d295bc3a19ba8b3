import type { Broker, Writer } from "../../broker/broker.js";
import { TopicError } from "../errors.js";
import { checkpointRecords } from "../journal/checkpoint.js";
import { encodeEntry } from "../journal/entry.js";
import type { PipelineSettings } from "../settings.js";
import { stateChange } from "../state/changes.js";
import { combinedDigest, digestsOf } from "../state/digest.js";
import { NO_EVENTS } from "../state/pending-events.js";
import { PendingOrigins } from "../state/pending-origins.js";
import type { Append } from "./append.js";
import { commitAppends } from "./commit.js";
import type { TaskContext } from "./context.js";
import { manifestOf } from "./manifest-of.js";
import { NOTHING_KEPT, type OpenedState, type Site, type TaskState } from "./task-state.js";

/**
 * Unit 0: resolves `source.from` to offsets, once, and commits them before the first record is read. A later restart
 * thus never resolves "latest" anew and never mistakes a lost state for a first start.
 */
export async function genesis(context: TaskContext, site: Site, writer: Writer): Promise<OpenedState> {
  const { broker, replay, settings, topics } = context;
  const positions = replay
    ? new Map(replay.starts.map((offset, partition) => [partition, offset]))
    : await resolvePositions(broker, topics.input, settings.from);
  const state = newState(context, site, positions);
  await commitAppends(writer, genesisAppends(context, state), settings.sizes.send);
  context.emit({ type: "genesis", positions });
  return state;
}

/** What the beginning of a history is made of. */
export type GenesisContext = Pick<
  TaskContext,
  "app" | "task" | "client" | "topics" | "learners" | "settings" | "steps" | "replay"
>;

export function newState(
  { learners, topics }: GenesisContext,
  site: Site,
  positions: ReadonlyMap<number, number>,
): OpenedState {
  return {
    ...site,
    learner: learners.create(),
    pending: new PendingOrigins(topics.input),
    accepted: new Map(positions),
    learned: new Map(positions),
    ends: new Map(),
    ledger: new Map(),
    manifestParts: 0,
    unit: 0,
    deadLetters: 0,
    skipped: 0,
    published: null,
    events: NO_EVENTS,
    promotion: null,
    kept: NOTHING_KEPT,
  };
}

/** The journal entry and the state of unit 0, with a checkpoint: where every replay can begin. */
export function genesisAppends(context: GenesisContext, state: TaskState): Append[] {
  const { topics, task, settings } = context;
  const { learner } = state;
  const sections = learner.toSections();
  const digests = digestsOf(sections);
  const manifest = manifestOf(context, state);
  const change = stateChange(state, sections, digests, manifest, settings.sizes.part, context.steps.sections);
  state.ledger = change.ledger;
  state.manifestParts = change.manifestParts;
  const { version, points } = learner;
  const versions: [number, number] = [version, version];
  const journal = [
    encodeEntry({ unit: 0, inputs: [], versions, points, digest: combinedDigest(digests) }),
    ...checkpointRecords(sections, digests, manifest, settings.sizes.part),
  ];
  return [
    { topic: topics.journal, partition: task.partition, records: journal },
    { topic: topics.state, partition: task.partition, records: change.records },
  ];
}

/** Where to begin, by partition of the input topic. */
export async function resolvePositions(
  { admin }: Broker,
  topic: string,
  from: PipelineSettings["from"],
): Promise<Map<number, number>> {
  const count = (await admin.partitionCounts([topic])).get(topic);
  if (count === undefined) throw new TopicError(`input topic ${topic} does not exist`);
  const offsets = await Promise.all(
    Array.from({ length: count }, async (_, partition) => {
      if (typeof from === "number") return admin.offsetAt({ topic, partition }, from);
      const bounds = await admin.bounds({ topic, partition });
      return from === "earliest" ? bounds.start : bounds.end;
    }),
  );
  return new Map(offsets.map((offset, partition) => [partition, offset]));
}
