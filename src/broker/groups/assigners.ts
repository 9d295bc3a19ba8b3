import type { SourceOptions, TopicPartition } from "../broker.js";

/** What an assigner knows of a member of a group. */
export interface Candidate {
  readonly id: string;
  readonly topics: readonly string[];
  /** Generation since which the member has been active; absent for a standby. */
  readonly since?: number;
}

/** Distributes partitions over members, which come in the order in which they joined the group. */
export type Assigner = (
  candidates: readonly Candidate[],
  partitionCount: (topic: string) => number,
) => Map<string, TopicPartition[]>;

export const assigners: Readonly<Record<SourceOptions["assignment"], Assigner>> = {
  "all-to-one": assignAllToOne,
  spread: assignSpread,
};

/** The longest active member of those subscribed to a topic gets the whole topic: nothing moves while it stays. */
function assignAllToOne(candidates: readonly Candidate[], partitionCount: (topic: string) => number) {
  const seniority = ({ since }: Candidate) => since ?? Number.MAX_SAFE_INTEGER;
  const seniors = [...candidates].sort((a, b) => seniority(a) - seniority(b)); // stable: standbys in order of joining
  return assign(seniors, partitionCount, () => 0);
}

/** Round robin over the partitions of all topics, as kafkajs does by default. */
function assignSpread(candidates: readonly Candidate[], partitionCount: (topic: string) => number) {
  return assign(candidates, partitionCount, (turn, members) => turn % members);
}

function assign(
  members: readonly Candidate[],
  partitionCount: (topic: string) => number,
  choose: (turn: number, members: number) => number,
): Map<string, TopicPartition[]> {
  const assignments = new Map(members.map(({ id }): [string, TopicPartition[]] => [id, []]));
  let turn = 0;
  for (const topic of [...new Set(members.flatMap(({ topics }) => topics))].sort()) {
    const eligible = members.filter(({ topics }) => topics.includes(topic));
    const partitions = partitionCount(topic);
    for (let partition = 0; partition < partitions; partition++) {
      const { id } = eligible[choose(turn++, eligible.length)]!;
      assignments.get(id)!.push({ topic, partition });
    }
  }
  return assignments;
}
