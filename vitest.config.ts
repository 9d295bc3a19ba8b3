import { configDefaults, defineConfig } from "vitest/config";

const timeouts = { testTimeout: 120_000, hookTimeout: 120_000 };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...timeouts,
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: [...configDefaults.exclude, "test/**/*.{kafka,browser}.test.ts"],
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        // After the others, not beside them: a broker short of processor time is a slow one, and then tests wait.
        test: {
          ...timeouts,
          name: "kafka",
          include: ["test/**/*.kafka.test.ts"],
          globalSetup: ["test/support/kafka/global-setup.ts"],
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        // In a Chromium, where there is one; frame times mean something only with nothing beside them.
        test: {
          ...timeouts,
          name: "browser",
          include: ["test/**/*.browser.test.ts"],
          globalSetup: ["test/dashboard/support/build-page.ts"],
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
