import { StateError } from "../../learning/state-error.js";
import { type Manifest, positionsOf } from "../state/manifest.js";
import type { assembleSection } from "../state/parts.js";
import { PendingOrigins } from "../state/pending-origins.js";
import { readState, type StoredState } from "../state/read-state.js";
import { keptIn, ofLearner } from "../state/section-names.js";
import type { TaskContext } from "./context.js";
import type { KeptSections, OpenedState, RestoredTask, Site } from "./task-state.js";

/** What of the context a restored state depends on. */
export type RestoreContext = Pick<TaskContext, "app" | "task" | "group" | "topics" | "broker" | "learners" | "replay">;

/**
 * Reads the task's state up to the topic's end; nobody else can change it, because we have fenced them off.
 *
 * @returns undefined when this app never had a state: then comes the genesis.
 * @throws StateError when state is lost, damaged, newer, or made by or for something else.
 */
export async function restore(
  context: RestoreContext,
  site: Site,
  assemble?: typeof assembleSection,
): Promise<RestoredTask | undefined> {
  const { topics, task, broker, group } = context;
  // Group positions follow the first committed state. They are read first: between two reads in the other order a
  // successor could commit both.
  const everCommitted = (await broker.admin.groupPositions(group, topics.input)).size > 0;
  const stored = await readState(broker, { topic: topics.state, partition: task.partition }, assemble);
  if (stored === undefined) {
    if (everCommitted) throw lostState(context);
    return undefined;
  }
  checkIdentity(context, site, stored.manifest);
  return { state: rebuild(context, site, stored), client: stored.manifest.client, bytes: stored.bytes };
}

function rebuild(
  { learners, topics }: RestoreContext,
  site: Site,
  { manifest, sections, manifestParts }: StoredState,
): OpenedState {
  const learner = learners.restore(ofLearner(sections), manifest.promotion?.settings);
  if (learner.points !== manifest.points)
    throw new StateError(`the manifest counts ${manifest.points} points, the learner ${learner.points}`);
  return {
    ...site,
    learner,
    pending: PendingOrigins.fromSections(sections, topics.input, learner),
    accepted: positionsOf(manifest),
    learned: positionsOf(manifest),
    ends: new Map(),
    ledger: new Map(Object.entries(manifest.sections)),
    manifestParts,
    unit: manifest.unit,
    deadLetters: manifest.deadLetters,
    skipped: manifest.skipped,
    published: manifest.published,
    events: manifest.events,
    promotion: manifest.promotion,
    kept: keptOf(manifest, keptIn(sections)),
  };
}

function keptOf(manifest: Manifest, sections: KeptSections["sections"]): KeptSections {
  return { sections, digests: new Map([...sections.keys()].map((name) => [name, manifest.sections[name]!.digest])) };
}

function lostState({ group, topics }: RestoreContext): StateError {
  return new StateError(
    `${topics.state} is empty although group ${group} has positions in ${topics.input}: the state was lost. Bring it ` +
      "back with `mixtide state import`, or begin anew with `mixtide state reset`",
  );
}

function checkIdentity({ app, task, topics, learners, replay }: RestoreContext, site: Site, manifest: Manifest): void {
  checkReplay(app, manifest.replay, replay ?? null);
  const actual = {
    app,
    task: task.name,
    clusterId: site.clusterId,
    input: topics.input,
    fingerprint: learners.fingerprint,
    kernel: learners.kernel,
  };
  for (const [name, value] of Object.entries(actual)) {
    const stored = manifest[name as keyof typeof actual];
    if (stored !== value)
      throw new StateError(
        `${topics.state} was made with ${WORDS[name as keyof typeof actual]} "${stored}", now it is "${value}": use ` +
          "another app name, restore the setting, or begin anew with `mixtide state reset`",
      );
  }
}

/** A replay and a live app must not go on with each other's state, nor a replay with that of one within other bounds. */
function checkReplay(app: string, stored: Manifest["replay"], asked: Manifest["replay"]): void {
  if (JSON.stringify(stored) === JSON.stringify(asked)) return;
  if (asked === null)
    throw new StateError(
      `${app} is a replay of history: make its model that of a live app with \`mixtide promote\`, or use another app name`,
    );
  const what = stored === null ? "learns from live input" : "is a replay within other bounds";
  throw new StateError(`${app} ${what} already: give the replay another name`);
}

const WORDS = {
  app: "app",
  task: "task",
  clusterId: "cluster",
  input: "input topic",
  fingerprint: "feature fingerprint",
  kernel: "kernel",
} as const;
