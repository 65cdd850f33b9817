// Builds the server (TypeScript to dist/) and the console (vite to dist/console), each only when its sources are newer.
import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const require = createRequire(import.meta.url)

const parts = [
  {
    name: 'server',
    sources: ['contract', 'server', 'tsconfig.base.json', 'package-lock.json'],
    build: async () => {
      await run(binary('typescript', 'tsc'), ['-b', 'server'])
      cpSync(join(root, 'server/db/migrations'), join(root, 'dist/server/db/migrations'), { recursive: true })
    },
  },
  {
    name: 'console',
    sources: [
      'contract',
      'src',
      'public',
      'index.html',
      'vite.config.ts',
      'tailwind.config.ts',
      'package-lock.json',
    ],
    build: () => run(binary('vite', 'vite'), ['build', '--logLevel', 'warn']),
  },
]

/**
 * Builds what is older than its sources; says so, since it takes a few seconds.
 * @param {readonly string[]} [wanted] parts; all of them unless given
 */
export async function buildWhatIsOld(wanted = parts.map(({ name }) => name)) {
  for (const { name, sources, build } of parts) {
    if (!wanted.includes(name)) continue
    const stamp = join(root, 'dist', `.${name}-built`)
    if (newest(sources.map((source) => join(root, source))) < modified(stamp)) continue
    process.stdout.write(`Building the ${name} …\n`)
    const startedAt = new Date()
    await build()
    mkdirSync(dirname(stamp), { recursive: true })
    writeFileSync(stamp, `${startedAt.toISOString()}\n`)
  }
}

/** @param {string} path */
function modified(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
}

/**
 * The latest change of any of these files, or of anything below these folders: ms since 1970.
 * @param {string[]} paths
 * @returns {number}
 */
function newest(paths) {
  const times = paths.map((path) => {
    const stat = statSync(path, { throwIfNoEntry: false })
    if (!stat?.isDirectory()) return stat?.mtimeMs ?? 0
    // The folder's own time tells of files that were taken away.
    return Math.max(stat.mtimeMs, newest(readdirSync(path).map((name) => join(path, name))))
  })
  return Math.max(0, ...times)
}

/**
 * The script behind a command of an installed package, to be started with this very Node.
 * @param {string} name of the package
 * @param {string} command one of those it brings
 */
export function binary(name, command) {
  const manifest = require.resolve(`${name}/package.json`)
  const { bin } = require(manifest)
  return join(dirname(manifest), typeof bin === 'string' ? bin : bin[command])
}

/**
 * @param {string} script
 * @param {string[]} args
 * @returns {Promise<void>}
 */
function run(script, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...args], { cwd: root, stdio: 'inherit' })
    child.on('error', reject)
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${script} ended with ${code}`))))
  })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildWhatIsOld()
