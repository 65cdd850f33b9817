// After each file of tests.
import { afterAll } from 'vitest'
import { endChildren } from './child.ts'
import { closeDatabases } from './database.ts'

afterAll(async () => {
  await endChildren()
  await closeDatabases()
})
