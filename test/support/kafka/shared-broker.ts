import { withAdmin } from "./direct-admin.js";
import { dockerWay } from "./docker-broker.js";
import { jvmWay } from "./jvm-broker.js";

/** A broker that all integration tests share. */
export interface SharedBroker {
  readonly brokers: readonly string[];
  stop(): Promise<void>;
}

/** A way to come by a broker. */
export interface BrokerWay {
  /** Why this machine cannot go this way, or undefined when it can. */
  obstacle(): Promise<string | undefined>;
  start(): Promise<SharedBroker>;
}

/** The ways by the names that `KAFKA_FOR_TESTS` may force, in the order in which they are tried. */
export type BrokerWays = Readonly<Record<"docker" | "jvm", BrokerWay>>;

const WAYS: BrokerWays = { docker: dockerWay, jvm: jvmWay };

const sayLoudly = (line: string): void => void process.stderr.write(`\n!!! ${line}\n\n`);

/**
 * The broker of `KAFKA_BROKERS`, or one started in Docker, or as a Java process; undefined, and said loudly, when none
 * can be had.
 *
 * @throws Error when the broker asked for by `KAFKA_BROKERS` or `KAFKA_FOR_TESTS` cannot be had, or none can and
 *   `REQUIRE_KAFKA=1`.
 */
export async function sharedBroker(
  env: NodeJS.ProcessEnv,
  ways: BrokerWays = WAYS,
  say: (line: string) => void = sayLoudly,
): Promise<SharedBroker | undefined> {
  if (env.KAFKA_BROKERS) return givenBroker(env.KAFKA_BROKERS);
  const forced = env.KAFKA_FOR_TESTS;
  if (forced) return forcedBroker(forced, ways);
  const obstacles: string[] = [];
  for (const [name, way] of Object.entries(ways)) {
    const obstacle = await way.obstacle();
    if (obstacle === undefined) {
      try {
        return await way.start();
      } catch (error) {
        obstacles.push(`${name} ought to work and failed: ${(error as Error).message}`);
        say(`Kafka for the tests by way of ${obstacles.at(-1)}`);
      }
    } else obstacles.push(`${name}: ${obstacle}`);
  }
  return noBroker(obstacles, env, say);
}

async function givenBroker(list: string): Promise<SharedBroker> {
  const brokers = list.split(",").map((address) => address.trim());
  await withAdmin(brokers, (admin) => admin.describeCluster()).catch((error: Error) => {
    throw new Error(`KAFKA_BROKERS=${list} does not answer: ${error.message}`);
  });
  return { brokers, stop: async () => undefined };
}

async function forcedBroker(name: string, ways: BrokerWays): Promise<SharedBroker> {
  const way = Object.hasOwn(ways, name) ? ways[name as keyof BrokerWays] : undefined;
  if (!way) throw new Error(`KAFKA_FOR_TESTS=${name}: the ways are ${Object.keys(ways).join(" and ")}`);
  const obstacle = await way.obstacle();
  if (obstacle !== undefined) throw new Error(`KAFKA_FOR_TESTS=${name}, but ${obstacle}`);
  return await way.start();
}

function noBroker(obstacles: readonly string[], env: NodeJS.ProcessEnv, say: (line: string) => void): undefined {
  const reasons = obstacles.join("; ");
  if (env.REQUIRE_KAFKA === "1") throw new Error(`REQUIRE_KAFKA=1 and there is no Kafka for the tests (${reasons})`);
  say(`THE KAFKA INTEGRATION TESTS ARE SKIPPED: no KAFKA_BROKERS; ${reasons}. REQUIRE_KAFKA=1 makes this an error.`);
}

/**
 * Whether tests can have brokers of their own to break, which is by way of Java only: not when Docker alone is asked
 * for. Said loudly when not.
 *
 * @throws Error when they cannot and `REQUIRE_KAFKA=1`.
 */
export async function canBreakBrokers(
  env: NodeJS.ProcessEnv,
  way: BrokerWay = WAYS.jvm,
  say: (line: string) => void = sayLoudly,
): Promise<boolean> {
  if (env.KAFKA_FOR_TESTS === "docker") {
    say("The tests that break brokers are skipped, because KAFKA_FOR_TESTS=docker.");
    return false;
  }
  const obstacle = await way.obstacle();
  if (obstacle === undefined) return true;
  if (env.REQUIRE_KAFKA === "1") throw new Error(`REQUIRE_KAFKA=1 and no brokers can be started to break: ${obstacle}`);
  say(`THE TESTS THAT BREAK BROKERS ARE SKIPPED: ${obstacle}. REQUIRE_KAFKA=1 makes this an error.`);
  return false;
}
