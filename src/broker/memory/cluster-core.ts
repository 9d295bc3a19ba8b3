import { asyncScheduler, type SchedulerLike } from "rxjs";
import type { ClusterObserver } from "./cluster-events.js";
import { Group } from "./groups/group.js";
import { Topics } from "./topics.js";
import { Transactions } from "./transactions.js";

export interface ClusterOptions {
  /** Default "memory". */
  readonly clusterId?: string;
  /** How many brokers the cluster says it has, for replication factors. Default 1. */
  readonly brokers?: number;
  /** Clock of sessions and transaction timeouts, and the connections' default; rxjs `asyncScheduler` by default. */
  readonly scheduler?: SchedulerLike;
  /** Told of everything that happens inside. */
  readonly observe?: ClusterObserver;
  /**
   * Time from a transaction's decision, when `commit` is answered, to its control records, when readers see it, ms.
   * They are written at once by default.
   */
  readonly markerDelayMs?: (transactionalId: string) => number;
}

/** What the broker's side knows: logs, transactions and groups. Every change is synchronous. */
export class ClusterCore {
  readonly clusterId: string;
  readonly scheduler: SchedulerLike;
  readonly observe: ClusterObserver;
  readonly topics: Topics;
  readonly transactions: Transactions;
  readonly #groups = new Map<string, Group>();

  constructor(options: ClusterOptions) {
    const {
      brokers = 1,
      clusterId = "memory",
      scheduler = asyncScheduler,
      observe = () => {},
      markerDelayMs,
    } = options;
    this.clusterId = clusterId;
    this.topics = new Topics(brokers);
    this.scheduler = scheduler;
    this.observe = observe;
    this.transactions = new Transactions({ scheduler, observe, ...(markerDelayMs && { markerDelayMs }) });
  }

  group(name: string): Group {
    const known = this.#groups.get(name);
    if (known !== undefined) return known;
    const partitionCount = (topic: string) => this.topics.partitionCount(topic);
    const group = new Group({ name, scheduler: this.scheduler, observe: this.observe, partitionCount });
    this.#groups.set(name, group);
    return group;
  }
}
