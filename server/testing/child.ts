// Real child processes for tests of locks, kills and races. Node 20 runs no TypeScript, so what they import is compiled
// first: `compiled('db')` answers a folder with JavaScript of server/db and all that it imports.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../', import.meta.url))
let compiling: Promise<string> | undefined

/** The database layer as JavaScript, in a folder from which packages are found. */
function compiled(): Promise<string> {
  compiling ??= compile()
  return compiling
}

async function compile(): Promise<string> {
  const cache = join(root, 'node_modules/.cache/carillon')
  await mkdir(cache, { recursive: true })
  // Heavy, and few files of tests need it.
  const { build } = await import('vite')
  const folder = await mkdtemp(join(cache, 'child-'))
  await build({
    configFile: false,
    logLevel: 'error',
    root,
    build: {
      ssr: true,
      outDir: folder,
      target: 'node20',
      rolldownOptions: {
        input: ['database', 'data-dir-lock', 'migrate'].map((name) => join(root, `server/db/${name}.ts`)),
        external: /^(?![./])/,
        output: { preserveModules: true, preserveModulesRoot: root, entryFileNames: '[name].js' },
      },
    },
  })
  await copyFile(join(root, 'server/db/pglite-worker.js'), join(folder, 'server/db/pglite-worker.js'))
  return folder
}

/** Those of a file of tests, with what they were compiled to. */
export async function endChildren(): Promise<void> {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  if (compiling) await rm(await compiling, { recursive: true, force: true })
  compiling = undefined
}

const children: ChildProcess[] = []

export type Child = {
  /** Where its script lies, beside the compiled `server/`. */
  readonly folder: string
  readonly process: ChildProcess
  /** The next line that it prints. */
  readonly line: () => Promise<string>
  readonly exit: Promise<number | null>
  /** As by a crash. Answers when it is gone. */
  readonly kill: () => Promise<void>
}

/** Runs a script as a process of its own; it imports from `./server/db/….js`, and its arguments are in process.argv. */
export async function aChild(script: string, args: readonly string[] = []): Promise<Child> {
  const folder = await compiled()
  const path = join(folder, `script-${children.length}.js`)
  await writeFile(path, script)
  const child = spawn(process.execPath, [path, ...args], { stdio: ['pipe', 'pipe', 'inherit'] })
  children.push(child)
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const exit = once(child, 'exit').then(([code]) => code as number | null)
  return {
    folder,
    process: child,
    line: async () => String((await lines.next()).value),
    exit,
    kill: async () => {
      child.kill('SIGKILL')
      await exit
    },
  }
}
