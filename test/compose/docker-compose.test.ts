import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { loadConfig } from "../../src/config/load-config.js";

const service = z.object({
  image: z.string(),
  build: z.string().optional(),
  profiles: z.array(z.string()).default([]),
  entrypoint: z.array(z.string()).default(["node", "/app/dist/cli/main.js"]),
  command: z.array(z.string()).default([]),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  environment: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  container_name: z.undefined().optional(),
});
const { services, volumes } = z
  .object({ services: z.record(z.string(), service), volumes: z.record(z.string(), z.null()) })
  .parse(parse(readFileSync("docker-compose.yml", "utf8"), { merge: true }));
const config = loadConfig({ path: "config/compose.yaml" }).config;

const OURS = "mixtide:local";
const ours = Object.entries(services).filter(([, { image }]) => image === OURS);
const foreign = Object.entries(services).filter(([, { image }]) => image !== OURS);
const words = ({ entrypoint, command }: z.output<typeof service>): string[] =>
  [...entrypoint, ...command].flatMap((text) => text.split(" "));

describe("docker-compose.yml", () => {
  it("has one service that builds the image of the others, before they start", () => {
    const builders = ours.filter(([, { build }]) => build !== undefined).map(([name]) => name);
    expect(builders).toEqual(["topics"]);
    for (const [name, { depends_on }] of ours.filter(([name]) => name !== "topics"))
      expect(depends_on, name).toEqual({ topics: { condition: "service_completed_successfully" } });
  });

  it.each(foreign)("pins the image of %s to a version", (_, { image }) => {
    expect(image).toMatch(/^[a-z./-]+:v?\d+\.\d+\.\d+$/);
  });

  it.each(Object.entries(services))("%s publishes nothing beyond this machine", (_, { ports }) => {
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
  });

  it("leaves the ports of standbys to Docker, so that there may be several", () => {
    expect(services.standby?.ports).toEqual(["127.0.0.1::8080"]);
  });

  it("begins Prometheus, Grafana and the Kafka UI only where they are asked for", () => {
    const asked = Object.entries(services).filter(([, { profiles }]) => profiles.length > 0);
    expect(Object.fromEntries(asked.map(([name, { profiles }]) => [name, profiles]))).toEqual({
      prometheus: ["observability"],
      grafana: ["observability"],
      "kafka-ui": ["ui"],
    });
  });

  it("publishes no port of this machine twice, also with every profile", () => {
    const published = Object.values(services).flatMap(({ ports }) =>
      ports.flatMap((port) => /:-(\d+)\}/.exec(port)?.slice(1) ?? []),
    );
    expect(published.length).toBeGreaterThanOrEqual(5);
    expect(new Set(published).size).toBe(published.length);
  });

  it("lets the Kafka UI look at the broker and change nothing", () => {
    const { environment } = services["kafka-ui"]!;
    expect(config.kafka!.brokers).toEqual([environment.KAFKA_CLUSTERS_0_BOOTSTRAPSERVERS]);
    expect(environment.KAFKA_CLUSTERS_0_READONLY).toBe("true");
  });

  it.each(ours)("the files that %s names are here", (_, it) => {
    const named = words(it).filter((word) => /^(examples|config)\//.test(word));
    const mounted = it.volumes.map((volume) => volume.split(":")[0]!);
    expect([...named, ...mounted]).not.toHaveLength(0);
    for (const path of [...named, ...mounted]) expect(existsSync(path), path).toBe(true);
  });

  it("keeps what Kafka has in a volume with a name", () => {
    const mounts = services.kafka!.volumes.map((volume) => volume.split(":"));
    expect(mounts).toEqual([[Object.keys(volumes)[0], services.kafka?.environment.KAFKA_LOG_DIRS]]);
  });

  it("gives the containers the broker's inner address, and this machine the outer one", () => {
    const advertised = String(services.kafka?.environment.KAFKA_ADVERTISED_LISTENERS);
    const [inner] = config.kafka!.brokers;
    expect(advertised).toBe(`INSIDE://${inner},OUTSIDE://localhost:\${KAFKA_PORT:-9092}`);
    for (const [name, { environment }] of ours) expect(environment.KAFKA_BROKERS, name).toBe(inner);
  });

  it("publishes the port on which the probes listen, seen from outside the container", () => {
    expect(config.http?.host).toBe("0.0.0.0");
    for (const name of ["mixtide", "standby"])
      expect(services[name]?.ports[0]).toMatch(RegExp(`:${config.http?.port}$`));
  });
});

it("the feeder and the reader of labels speak of the topics in config/compose.yaml", () => {
  const read = (name: string): string => readFileSync(`examples/compose/${name}.ts`, "utf8");
  for (const name of ["create-input", "feed"]) expect(read(name)).toContain(`TOPIC: topic = "${config.source.topic}"`);
  expect(read("follow-labels")).toContain(`APP: app = "${config.app}"`);
});
