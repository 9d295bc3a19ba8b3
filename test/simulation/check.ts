import { UnknownPartitionError } from "../../src/broker/errors.js";
import { Learner } from "../../src/learning/learner.js";
import { StateError } from "../../src/learning/state-error.js";
import { verifyJournal } from "../../src/pipeline/journal/replay.js";
import { readState } from "../../src/pipeline/state/read-state.js";
import { appTopics } from "../../src/pipeline/topics.js";
import { entriesOf, genesisPositions, learnerDigest, recordText, textOf } from "../support/history.js";
import { simulationDecoder } from "./codec.js";
import { Refold } from "./refold.js";
import { committedRecords } from "./topic-log.js";
import { APP, INPUT, type World } from "./world.js";

export interface Report {
  readonly violations: readonly string[];
  readonly units: number;
}

/** Checks a finished history from its topics alone. */
export async function check(world: World): Promise<Report> {
  await world.pass(MARKERS_MS);
  const journal = committedRecords(world, "journal");
  const entries = entriesOf(journal);
  const refold = new Refold(world, genesisPositions(journal));
  for (const entry of entries) refold.add(entry);
  const violations = [
    ...refold.violations,
    ...checkCoverage(world, refold),
    ...checkLabels(world, refold),
    ...checkAlerts(world, refold),
    ...checkDeadLetters(world, refold),
    ...checkSnapshots(world, refold),
    ...(await checkEvents(world, refold)),
    ...(await checkState(world, refold, entries.at(-1)?.unit ?? -1)),
    ...(await checkReplay(world, entries.at(-1)?.unit)),
  ];
  return { violations, units: entries.length };
}

/** Control records of the last transactions are written by then. */
const MARKERS_MS = 1000;

/** Every record that was ever committed to the input lies below the position: learned, dead-lettered or skipped. */
function checkCoverage(world: World, { positions }: Refold): string[] {
  const violations: string[] = [];
  for (let partition = 0; partition < world.input.partitions; partition++) {
    const position = positions.get(partition) ?? 0;
    const { start } = world.cluster.inspect(INPUT, partition);
    const left = world.input.records(partition).filter(({ offset }) => offset >= Math.max(position, start));
    const fresh = world.scenario.from === "latest" && !positions.has(partition);
    if (left.length > 0 && !fresh)
      violations.push(`partition ${partition}: ${left.length} records from ${left[0]!.offset} on were never learned`);
  }
  return violations;
}

function checkLabels(world: World, { labels }: Refold): string[] {
  return Array.from({ length: world.input.partitions }, (_, partition) => {
    const expected = labels.get(partition) ?? [];
    return compare(`labels of partition ${partition}`, outputTexts(world, "labels", partition), expected);
  }).flat();
}

/** One for each flagged point and each drift. */
function checkAlerts(world: World, { alerts }: Refold): string[] {
  return Array.from({ length: world.input.partitions }, (_, partition) => {
    const expected = alerts.get(partition) ?? [];
    return compare(`alerts of partition ${partition}`, outputTexts(world, "alerts", partition), expected);
  }).flat();
}

/** Labels and alerts grow with the input, but only once a task has taken its new partition. */
function outputTexts(world: World, name: "alerts" | "labels", partition: number): string[] {
  try {
    return committedRecords(world, name, partition).map(recordText);
  } catch (error) {
    if (error instanceof UnknownPartitionError) return [];
    throw error;
  }
}

/** One dead letter each; several input partitions share a topic partition, so only the order within one is told. */
function checkDeadLetters(world: World, { deadLetters }: Refold): string[] {
  const found = committedRecords(world, "dead-letters").map(recordText);
  return compare("dead letters", [...found].sort(), [...deadLetters].sort());
}

function checkSnapshots(world: World, { mixtures }: Refold): string[] {
  const violations: string[] = [];
  const snapshots = committedRecords(world, "snapshots").map(({ value }) => JSON.parse(textOf(value)));
  let previous: number | null = null;
  for (const { version, previous: named, mixture } of snapshots) {
    if (named !== previous)
      violations.push(`snapshot ${version} names ${named} as its predecessor, it was ${previous}`);
    if (previous !== null && version <= previous) violations.push(`snapshot ${version} follows ${previous}`);
    if (mixtures.get(version) !== mixture) violations.push(`snapshot ${version} is not the mixture of that version`);
    previous = version;
  }
  const newest = committedRecords(world, "model").at(-1);
  if (newest !== undefined && JSON.parse(textOf(newest.value)).version !== previous)
    violations.push(`the model topic does not hold snapshot ${previous}`);
  return violations;
}

/**
 * Every event is told by one snapshot, or waits in the state for the next one. Of more than a hundred between two
 * snapshots the older ones are only counted.
 */
async function checkEvents(world: World, { events }: Refold): Promise<string[]> {
  const stored = await world.settle(readState(world.bystander("reader"), { topic: `${APP}.state`, partition: 0 }));
  const told = committedRecords(world, "snapshots").map(({ value }) => {
    const { events: list, eventsOmitted: omitted = 0 } = JSON.parse(textOf(value)) as SnapshotEvents;
    return { list, omitted };
  });
  const found: string[] = [];
  for (const { list, omitted } of [...told, stored?.manifest.events ?? { list: [], omitted: 0 }]) {
    if (omitted > 0 && list.length < MOST_EVENTS) found.push(`${omitted} events left out beside ${list.length}`);
    found.push(...events.slice(found.length, found.length + omitted), ...list.map((event) => JSON.stringify(event)));
  }
  return compare("events of snapshots and state", found, events);
}

interface SnapshotEvents {
  readonly events: readonly object[];
  readonly eventsOmitted?: number;
}

/** As many as a snapshot tells one by one. */
const MOST_EVENTS = 100;

/** The state is the fold of the journal. */
async function checkState(world: World, refold: Refold, unit: number): Promise<string[]> {
  const broker = world.bystander("checker");
  const stored = await world.settle(readState(broker, { topic: `${APP}.state`, partition: 0 }));
  if (stored === undefined) return unit < 0 ? [] : ["there is a journal but no state"];
  const { manifest, sections } = stored;
  const learner = Learner.fromSections(sections);
  const found = {
    unit: manifest.unit,
    digest: learnerDigest(learner),
    points: manifest.points,
    deadLetters: manifest.deadLetters,
    labelled: manifest.points - learner.pending,
  };
  const expected = {
    unit,
    digest: learnerDigest(refold.learner),
    points: refold.learner.points,
    deadLetters: refold.deadLetters.length,
    labelled: refold.points,
  };
  const violations = compare("state", [JSON.stringify(found)], [JSON.stringify(expected)]);
  for (const [partition, position] of refold.positions)
    if (manifest.positions[partition] !== position)
      violations.push(
        `state: position ${manifest.positions[partition]} of partition ${partition}, journal ${position}`,
      );
  return violations;
}

/** The product's own verification agrees, where retention has left it enough to begin with. */
async function checkReplay(world: World, last: number | undefined): Promise<string[]> {
  if (last === undefined) return [];
  const options = { broker: world.bystander("verifier"), topics: appTopics(APP, INPUT), decoder: simulationDecoder };
  const replay = world.settle(verifyJournal({ ...options, learners: world.learners }));
  const report = await replay.catch((error) => {
    if (error instanceof StateError) return error;
    throw error;
  });
  const refused = report instanceof StateError;
  if (refused ? report.message.includes("nothing can be verified") : !report.mismatch && report.to === last) return [];
  return [`replay of the journal up to unit ${last}: ${refused ? report.message : JSON.stringify(report)}`];
}

function compare(what: string, found: readonly string[], expected: readonly string[]): string[] {
  const length = Math.max(found.length, expected.length);
  for (let i = 0; i < length; i++)
    if (found[i] !== expected[i])
      return [
        `${what}: ${found.length} where ${expected.length} are due; number ${i} is ${found[i]}, due is ${expected[i]}`,
      ];
  return [];
}
