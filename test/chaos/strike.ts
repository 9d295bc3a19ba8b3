import { setTimeout as sleep } from "node:timers/promises";
import type { Admin } from "../../src/broker/broker.js";
import type { JvmCluster } from "../support/kafka/jvm-cluster.js";
import { INPUT, SESSION_TIMEOUT_MS } from "./app-config.js";
import type { Feeder } from "./feed/feeder.js";
import type { Fleet } from "./fleet.js";
import type { Fault, FaultKind } from "./plan.js";

/** What faults are done to. */
export interface Targets {
  readonly cluster: JvmCluster;
  readonly nodes: number;
  readonly fleet: Fleet;
  readonly feeder: Feeder;
  /** Past the proxies. */
  readonly admin: Admin;
}

/** By then somebody has followed: the session timeout and a restore. */
const AMBUSH_MS = SESSION_TIMEOUT_MS + 2000;

/** Does what a plan says. Brokers fail one at a time, and so do the links; members as they come. */
export class Striker {
  /** Faults that came to pass. */
  readonly counts: Partial<Record<FaultKind, number>> = {};
  readonly #targets: Targets;
  #brokers: Promise<void> = Promise.resolve();
  #links: Promise<void> = Promise.resolve();

  constructor(targets: Targets) {
    this.#targets = targets;
  }

  /** Resolves when its effects are over; never rejects for what a fault did. */
  strike(fault: Fault): Promise<void> {
    switch (fault.kind) {
      case "kill":
      case "stall":
      case "stop":
        return this.#strikeMember(fault);
      case "ambush":
        return this.#ambush(fault);
      case "broker-kill":
      case "broker-pause":
        this.#brokers = this.#brokers.then(() => this.#strikeBroker(fault));
        return this.#brokers;
      case "grow":
        this.#brokers = this.#brokers.then(() => this.#grow());
        return this.#brokers;
      default:
        this.#links = this.#links.then(() => this.#strikeLink(fault));
        return this.#links;
    }
  }

  #count(kind: FaultKind): void {
    this.counts[kind] = (this.counts[kind] ?? 0) + 1;
  }

  async #strikeMember(fault: Extract<Fault, { kind: "kill" | "stall" | "stop" }>): Promise<void> {
    const { fleet } = this.#targets;
    const member = fleet.choose(fault.victim);
    if (member === undefined) return;
    this.#count(fault.kind);
    if (fault.kind === "stop") return fleet.stop(member);
    const signal = fault.kind === "kill" ? "SIGKILL" : "SIGSTOP";
    if (fault.moment !== undefined) await member.strikeAt({ signal, moment: fault.moment });
    else if (fault.kind === "kill") member.kill();
    if (fault.kind === "stall" && !member.isEnded) await member.stall(fault.ms);
  }

  /** All who stand by are armed, because nobody knows who will follow; they are woken together. */
  async #ambush({ moment, ms }: Extract<Fault, { kind: "ambush" }>): Promise<void> {
    const { fleet } = this.#targets;
    const active = fleet.members.find(({ isActive, isStruck }) => isActive && !isStruck);
    if (active === undefined) return;
    this.#count("ambush");
    const others = fleet.members.filter((member) => member !== active);
    const until = Date.now() + AMBUSH_MS;
    for (const member of others) member.arm({ signal: "SIGSTOP", moment, until });
    active.kill();
    await sleep(AMBUSH_MS + ms);
    for (const member of others) member.wake();
  }

  async #strikeBroker({ kind, node: index, ms }: Extract<Fault, { kind: "broker-kill" | "broker-pause" }>) {
    const { cluster, nodes } = this.#targets;
    const node = cluster.node(index);
    this.#count(kind);
    if (kind === "broker-pause") {
      node.pause();
      await sleep(ms);
      node.resume();
      return;
    }
    await node.kill();
    await sleep(ms);
    await node.start(nodes);
  }

  async #grow(): Promise<void> {
    const { admin, feeder } = this.#targets;
    // A broker that is short of time may do it and say that it failed: what counts is what is there.
    await admin.growTopic(INPUT, feeder.partitions + 1).catch(() => undefined);
    feeder.partitions = (await admin.partitionCounts([INPUT])).get(INPUT)!;
    this.#count("grow");
  }

  async #strikeLink(fault: Extract<Fault, { kind: "cut" | "lose-answers" | "delay" | "freeze" | "refuse" }>) {
    const proxy = this.#targets.cluster.proxies[fault.node]!;
    this.#count(fault.kind);
    if (fault.kind === "cut") return proxy.cutAll();
    if (fault.kind === "lose-answers") proxy.stall("answers");
    if (fault.kind === "delay") proxy.delay(fault.byMs);
    if (fault.kind === "freeze") proxy.stall(true);
    if (fault.kind === "refuse") {
      await proxy.refuse(true);
      proxy.cutAll();
    }
    await sleep(fault.ms);
    if (fault.kind === "lose-answers") proxy.cutAll();
    proxy.stall(false);
    proxy.delay(0);
    await proxy.refuse(false);
  }
}
