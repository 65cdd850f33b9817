// A server with the filled project, once for all tests of a file.

import { type Filled, fillProject } from './filled-project.js'
import { test as base, callOf } from './fixtures.ts'

export const test = base.extend<object, { filled: Filled }>({
  filled: [
    async ({ carillon }, use) => {
      const filled = await fillProject(callOf(carillon), (projectId) => callOf(carillon, projectId))
      await use(filled)
      await filled.close()
    },
    { scope: 'worker', timeout: 180_000 },
  ],
})
