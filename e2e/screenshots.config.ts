import { join } from 'node:path'
import { defineConfig } from '@playwright/test'
import base from '../playwright.config.ts'

/** `npm run screenshots`, or `npm run screenshots -- -g overview`: into screenshots/, which is not committed. */
export default defineConfig(base, {
  testDir: '.',
  testMatch: 'screenshots.ts',
  outputDir: join(import.meta.dirname, '../test-results'),
  workers: 1,
  timeout: 60_000,
  reporter: [['line']],
  use: { trace: 'off', screenshot: 'off' },
})
