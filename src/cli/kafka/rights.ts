import { appTopics, groupOf } from "../../pipeline/topics.js";

/** A right that an app needs, as Kafka's access control names it. */
export interface Right {
  readonly resource: "topic" | "group" | "transactional-id";
  /** Name, or the beginning of names. */
  readonly name: string;
  readonly prefixed: boolean;
  readonly operations: readonly string[];
}

/** What the user of an app must be allowed to do. */
export function rightsOf(app: string, input: string): Right[] {
  const own = appTopics(app, input).labels.replace(/labels$/, "");
  return [
    { resource: "topic", name: input, prefixed: false, operations: ["Read", "Describe", "DescribeConfigs"] },
    {
      resource: "topic",
      name: own,
      prefixed: true,
      operations: ["Read", "Write", "Describe", "DescribeConfigs", "Create", "Alter"],
    },
    { resource: "group", name: groupOf(app), prefixed: false, operations: ["Read", "Describe"] },
    { resource: "transactional-id", name: `${app}-`, prefixed: true, operations: ["Write", "Describe"] },
  ];
}

/** A right as a sentence: `Read, Describe on topic points`. */
export function rightText({ name, operations, prefixed, resource }: Right): string {
  return `${operations.join(", ")} on ${resource} ${name}${prefixed ? "…" : ""}`;
}

/** The command that grants a right. */
export function grantCommand({ name, operations, prefixed, resource }: Right, user: string, broker: string): string {
  return [
    `kafka-acls.sh --bootstrap-server ${broker} --add --allow-principal User:${user}`,
    ...operations.map((operation) => `--operation ${operation}`),
    `--${resource} ${name}`,
    ...(prefixed ? ["--resource-pattern-type prefixed"] : []),
  ].join(" ");
}
