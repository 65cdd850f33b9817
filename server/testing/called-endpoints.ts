// docs/endpoints.md names a test for each endpoint. Here is noted what each test really called and got an answer of 2xx
// from; when the tests have run, the one is held against the other.
import { readFile } from 'node:fs/promises'
import type { FastifyInstance } from 'fastify'
import { type RunnerTask, type RunnerTestFile, TestRunner } from 'vitest'

declare module 'vitest' {
  interface TaskMeta {
    /** `GET /messaging/topics` */
    calls?: string[]
  }
}

/** Notes in the running test what it calls. */
export function noteCalls(app: FastifyInstance): void {
  app.addHook('onResponse', async ({ method, routeOptions }, { statusCode }) => {
    const meta = TestRunner.getCurrentTest()?.meta
    const call = `${method} ${routeOptions.url?.replace(/^\/v1/, '')}`
    if (!meta || statusCode >= 300 || meta.calls?.includes(call)) return
    meta.calls = [...(meta.calls ?? []), call]
  })
}

export type EndpointLine = { readonly endpoint: string; readonly file: string; readonly test: string }

/** The lines of docs/endpoints.md: | `GET /messaging/topics` | what it does | `server/topics/topics.test.ts`: its name | */
export async function endpointTable(): Promise<EndpointLine[]> {
  const page = await readFile(new URL('../../docs/endpoints.md', import.meta.url), 'utf8')
  const lines = page.matchAll(/^\| `([A-Z]+ \/[^`]*)` \|.*\| `([^`]+)`: (.+?) \|$/gm)
  return [...lines].map(([, endpoint = '', file = '', test = '']) => ({ endpoint, file, test }))
}

/** Says of each line whose file has run what is wrong with it; a file of which only a part was asked for says nothing. */
export async function faultsInEndpointTable(files: readonly RunnerTestFile[]): Promise<string[]> {
  const table = await endpointTable()
  return table.flatMap((line) => {
    const file = files.find(({ filepath }) => filepath.endsWith(`/${line.file}`))
    const fault = file && faultOf(line, testsIn(file.tasks))
    return fault ? [`${line.endpoint}: ${fault} (${line.file}: ${line.test})`] : []
  })
}

function faultOf({ endpoint, test }: EndpointLine, tests: readonly RunnerTask[]): string | undefined {
  if (tests.some(({ mode }) => mode === 'skip')) return undefined
  const named = tests.filter(({ name }) => name === test)
  if (named.length === 0) return 'there is no such test'
  return named.some(({ meta }) => meta.calls?.includes(endpoint)) ? undefined : 'the test does not call it'
}

function testsIn(tasks: readonly RunnerTask[]): RunnerTask[] {
  return tasks.flatMap((task) => ('tasks' in task ? testsIn(task.tasks) : [task]))
}
