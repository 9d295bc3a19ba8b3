import type { Broker, OutgoingRecord, Writer } from "../../broker/broker.js";
import type { LearnerFactory } from "../ports/learner.js";
import { type PipelineSettingsInput, pipelineSettings } from "../settings.js";
import type { GenesisContext } from "../task/genesis.js";
import { TASK_STEPS } from "../task/steps.js";
import { type AppTopics, appTopics, TASK_ALL, transactionalIdOf, writtenTopics } from "../topics.js";

/** Which state a tool works on. */
export interface StateToolOptions {
  readonly app: string;
  readonly input: string;
  readonly broker: Broker;
  readonly learners: LearnerFactory;
  readonly settings: PipelineSettingsInput;
  /** Who did it; found in the state. Default: the app's name. */
  readonly client?: string;
}

export function toolContext(options: StateToolOptions): GenesisContext {
  const { app, learners, client } = options;
  return {
    app,
    task: TASK_ALL,
    client: client ?? app,
    topics: topicsOf(options),
    learners,
    settings: pipelineSettings.parse(options.settings),
    steps: TASK_STEPS,
  };
}

function topicsOf({ app, input, settings }: StateToolOptions): AppTopics {
  return appTopics(app, input, pipelineSettings.parse(settings).alerts);
}

/** Fences off whoever runs the app, works on its state and closes the writer again. */
export async function withWriter<T>(options: StateToolOptions, work: (writer: Writer) => Promise<T>): Promise<T> {
  const { app, broker } = options;
  const topics = writtenTopics(topicsOf(options));
  const writer = await broker.writer(transactionalIdOf(app, TASK_ALL.name), { topics });
  try {
    return await work(writer);
  } finally {
    await writer.close();
  }
}

/** Forgets every record of the state that there is, readable or not. */
export async function forgetAll({ broker, app, input }: StateToolOptions): Promise<OutgoingRecord[]> {
  const partition = { topic: appTopics(app, input).state, partition: TASK_ALL.partition };
  const keys = new Map<string, Uint8Array>();
  for await (const records of broker.readToEnd(partition))
    for (const { key, value } of records) {
      if (key === null) continue;
      const name = Buffer.from(key).toString("base64");
      if (value === null) keys.delete(name);
      else keys.set(name, key);
    }
  return [...keys.values()].map((key) => ({ key, value: null }));
}
