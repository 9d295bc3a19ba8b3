import type { SchedulerLike } from "rxjs";
import type { Broker, Source, SourceBatch, Writer } from "../../broker/broker.js";
import type { Decoder } from "../../format/decoder.js";
import type { PipelineEvent } from "../events.js";
import type { RecordEncoders } from "../ports/encoders.js";
import type { LearnerFactory } from "../ports/learner.js";
import type { Onlooker } from "../ports/onlooker.js";
import type { ReplayBounds } from "../replay/replay-bounds.js";
import type { PipelineSettings } from "../settings.js";
import type { SectionCodec } from "../state/changes.js";
import type { AppTopics } from "../topics.js";
import type { Acceptance } from "./accept.js";
import type { Append } from "./append.js";
import type { RestoredTask, Site, TaskState } from "./task-state.js";

/** Everything a task needs from outside. */
export interface TaskContext {
  readonly app: string;
  readonly task: { readonly name: string; readonly partition: number };
  readonly group: string;
  /** Name of this process among the broker's clients. */
  readonly client: string;
  readonly topics: AppTopics;
  readonly broker: Broker;
  readonly source: Source;
  readonly decoder: Decoder;
  readonly encoders: RecordEncoders;
  readonly learners: LearnerFactory;
  readonly settings: PipelineSettings;
  readonly scheduler: SchedulerLike;
  /** ms that a learner may work before others get their turn. */
  readonly sliceMs: number;
  readonly steps: TaskSteps;
  readonly emit: (event: PipelineEvent) => void;
  /** Set when the app is a replay: state made of anything else is refused. */
  readonly replay?: ReplayBounds | undefined;
  readonly onlooker?: Onlooker | undefined;
}

/**
 * The steps of the protocol on which exactly-once rests. There is one right implementation of each (`steps.ts`); they
 * have a name and a place so that the simulation can put a wrong one in and show that it is found.
 */
export interface TaskSteps {
  fence(broker: Broker, transactionalId: string, topics: readonly string[]): Promise<Writer>;
  restore(context: TaskContext, site: Site): Promise<RestoredTask | undefined>;
  growOutputs(context: TaskContext, state: TaskState): Promise<void>;
  accept(positions: Map<number, number>, batch: SourceBatch): Acceptance;
  commit(writer: Writer, appends: readonly Append[], sendBytes: number): Promise<void>;
  readonly sections: SectionCodec;
  /** After an error: rejoin the group before the task is rebuilt, so that a deposed owner never fences the new one. */
  readonly rejoinFirst: boolean;
}
