import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

// Whole servers, with their own clocks and kills: one after the other, so that none is late because of another.
export default defineConfig({
  test: {
    name: 'process',
    root: fileURLToPath(new URL('../..', import.meta.url)),
    include: ['e2e/process/**/*.test.ts'],
    pool: 'forks',
    fileParallelism: false,
    testTimeout: 240_000,
    hookTimeout: 120_000,
    teardownTimeout: 20_000,
  },
})
