import type { SourceOptions, TopicPartition } from "../../broker.js";

/** What the leader of a group knows of a member. */
export interface Candidate {
  readonly id: string;
  readonly topics: readonly string[];
  /** Generation since which the member has been active without a break; absent for a standby. */
  readonly since?: number;
  /** When it joined, ms since 1970: the order among standbys. */
  readonly joined: number;
}

export type Assigner = (
  candidates: readonly Candidate[],
  partitionCount: (topic: string) => number,
) => Map<string, TopicPartition[]>;

/** How partitions are distributed. The names are what members of a group have to agree on. */
export const ASSIGNERS: Readonly<
  Record<SourceOptions["assignment"], { readonly name: string; readonly assign: Assigner }>
> = {
  "all-to-one": { name: "mixtide-all-to-one", assign: assignAllToOne },
  spread: { name: "mixtide-spread", assign: assignSpread },
};

/** The longest active member gets everything and keeps it while it stays; the others stand by, the eldest first. */
function assignAllToOne(candidates: readonly Candidate[], partitionCount: (topic: string) => number) {
  const seniority = ({ since }: Candidate) => since ?? Number.MAX_SAFE_INTEGER;
  const seniors = [...candidates].sort((a, b) => seniority(a) - seniority(b) || byAge(a, b));
  return assign(seniors, partitionCount, () => 0);
}

/** Round robin over the partitions of all topics. */
function assignSpread(candidates: readonly Candidate[], partitionCount: (topic: string) => number) {
  return assign([...candidates].sort(byAge), partitionCount, (turn, members) => turn % members);
}

const byAge = (a: Candidate, b: Candidate): number => a.joined - b.joined || (a.id < b.id ? -1 : 1);

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
