export type MessageFormat = "json" | "packed";

/** Points in a message. */
export const POINTS_PER_MESSAGE: Readonly<Record<MessageFormat, number>> = { json: 1, packed: 1000 };
export const PARTITIONS = 3;

/** One way through Kafka and back that is to be timed. */
export interface Trial {
  readonly brokers: readonly string[];
  readonly format: MessageFormat;
  /** Topic of the points. */
  readonly input: string;
  /** How many points there are in it. */
  readonly count: number;
  /** Of this trial only: what its topics, groups and transactional ids begin with. */
  readonly name: string;
  /** A file of the mixture that made the points, for those who do not learn one themselves. */
  readonly caseFile: string;
  /** Where files may be put. */
  readonly folder: string;
}
