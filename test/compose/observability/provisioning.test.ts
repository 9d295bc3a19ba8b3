import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { loadConfig } from "../../../src/config/load-config.js";

const HERE = "config/observability";
const yaml = (path: string): unknown => parse(readFileSync(path, "utf8"), { merge: true });

const service = z.object({
  command: z.array(z.string()).default([]),
  ports: z.array(z.string()),
  volumes: z.array(z.string()),
  environment: z.record(z.string(), z.string()).default({}),
});
const { services } = z
  .object({ services: z.object({ prometheus: service, grafana: service, mixtide: z.unknown(), standby: z.unknown() }) })
  .parse(yaml("docker-compose.yml"));
const { prometheus, grafana } = services;

/** Where a file of the container lies in the repository. */
function hereOf(path: string, { volumes }: z.output<typeof service>): string {
  for (const volume of volumes) {
    const [from, to] = volume.split(":") as [string, string];
    if (path === to || path.startsWith(`${to}/`)) return from + path.slice(to.length);
  }
  throw new Error(`${path} is not mounted`);
}

describe("Prometheus", () => {
  const config = z
    .object({
      rule_files: z.array(z.string()),
      global: z.object({ scrape_interval: z.string() }),
      scrape_configs: z.tuple([
        z.object({ dns_sd_configs: z.tuple([z.object({ names: z.array(z.string()), port: z.number() })]) }),
      ]),
    })
    .parse(yaml(`${HERE}/prometheus.yml`));

  it("is given the files of this folder, the rules beside the configuration that names them", () => {
    const path = /--config\.file=(\S+)/.exec(prometheus.command.join(" "))![1]!;
    expect(hereOf(path, prometheus)).toBe(`./${HERE}/prometheus.yml`);
    for (const rules of config.rule_files)
      expect(hereOf(path.replace(/[^/]+$/, rules), prometheus)).toBe(`./${HERE}/alerts.yml`);
  });

  it("asks every service that has /metrics, where it serves them", () => {
    const [{ names, port }] = config.scrape_configs[0].dns_sd_configs;
    expect(names).toEqual(["mixtide", "standby"]);
    for (const name of names) expect(Object.keys(services)).toContain(name);
    expect(port).toBe(loadConfig({ path: "config/compose.yaml" }).config.http?.port);
  });

  it("is asked by Grafana, which knows how often it scrapes", () => {
    const { datasources } = z
      .object({
        datasources: z.tuple([
          z.object({ uid: z.string(), url: z.string(), jsonData: z.object({ timeInterval: z.string() }) }),
        ]),
      })
      .parse(yaml(`${HERE}/grafana/provisioning/datasources/prometheus.yml`));
    const [{ uid, url, jsonData }] = datasources;
    expect(uid).toBe("prometheus");
    expect(url).toBe(`http://prometheus:${prometheus.ports[0]!.split(":").at(-1)}`);
    expect(jsonData.timeInterval).toBe(config.global.scrape_interval);
  });
});

describe("Grafana", () => {
  it("finds the boards where it looks for them", () => {
    const { providers } = z
      .object({ providers: z.tuple([z.object({ options: z.object({ path: z.string() }) })]) })
      .parse(yaml(`${HERE}/grafana/provisioning/dashboards/mixtide.yml`));
    expect(hereOf(providers[0].options.path, grafana)).toBe(`./${HERE}/grafana/boards`);
    expect(hereOf("/etc/grafana/provisioning", grafana)).toBe(`./${HERE}/grafana/provisioning`);
    const home = hereOf(grafana.environment.GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH!, grafana);
    expect(existsSync(home), home).toBe(true);
  });

  it("lets those without a password look only, and nobody in with a known one", () => {
    const { environment } = grafana;
    expect(environment.GF_AUTH_ANONYMOUS_ORG_ROLE).toBe("Viewer");
    expect(environment.GF_AUTH_DISABLE_LOGIN_FORM).toBe("true");
    expect(environment.GF_AUTH_BASIC_ENABLED).toBe("false");
  });

  it("sends nothing home", () => {
    const talks = Object.entries(grafana.environment).filter(([name]) => /^GF_(ANALYTICS|NEWS)_/.test(name));
    expect(talks).toHaveLength(4);
    for (const [name, value] of talks) expect(value, name).toBe("false");
    expect(grafana.environment.GF_PLUGINS_PREINSTALL_DISABLED).toBe("true");
  });
});

it("what is mounted is here, and cannot be written to", () => {
  for (const volume of [...prometheus.volumes, ...grafana.volumes]) {
    const [path, , mode] = volume.split(":");
    expect(existsSync(path!), path).toBe(true);
    expect(mode, volume).toBe("ro");
  }
});
