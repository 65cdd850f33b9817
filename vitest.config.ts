import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    // Processes and not threads: the embedded database is a thread of its own, and tests of locks and signals need a
    // process that is theirs.
    pool: 'forks',
    maxWorkers: 2,
    // A process takes one file after the other and keeps the modules: to load them anew is 40 % of the time. So no module may
    // keep anything that matters to another file; what a file opens is closed by `after-file.ts`.
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    teardownTimeout: 20_000,
    projects: [
      { extends: true, test: { name: 'contract', include: ['contract/**/*.test.ts'] } },
      {
        extends: true,
        test: {
          name: 'server',
          include: ['server/**/*.test.ts'],
          globalSetup: ['server/testing/global-setup.ts'],
          setupFiles: ['server/testing/cheap-passwords.ts', 'server/testing/after-file.ts'],
        },
      },
      { extends: true, test: { name: 'console', include: ['src/**/*.test.ts'] } },
    ],
  },
})
