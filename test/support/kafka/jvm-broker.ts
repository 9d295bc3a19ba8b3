import { startJvmCluster } from "./jvm-cluster.js";
import { jvmObstacle } from "./jvm-jars.js";
import type { BrokerWay } from "./shared-broker.js";

/** A broker as a Java process, from jars that Maven fetches. */
export const jvmWay: BrokerWay = {
  obstacle: jvmObstacle,
  start: () => startJvmCluster({ nodes: 1, settings: { "broker.session.timeout.ms": "9000" } }),
};
