// Fails when the committed route tree is not what the files in src/routes make. `vite build` would mend it in silence, so
// whoever forgot to commit it would see nothing.
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

// The generator's own parser brings circular imports, of which Node warns.
process.removeAllListeners('warning')

const stale = await staleFiles()
if (stale.length > 0) {
  process.stderr.write(
    `${stale.join('\n')}\nis not as the route files make it. Run "npm run build" and commit what it changes.\n`,
  )
  process.exit(1)
}

/** The generator writes where its routes are, so it gets a copy of them. */
async function staleFiles() {
  const { Generator, getConfig } = await generator()
  const copy = mkdtempSync(join(tmpdir(), 'carillon-routes-'))
  try {
    for (const path of ['tsr.config.json', 'src/routes', 'src/route-tree.gen.ts']) {
      cpSync(join(root, path), join(copy, path), { recursive: true })
    }
    const config = { ...getConfig({}, copy), tmpDir: join(copy, 'tmp') }
    await new Generator({ config, root: copy }).run()
    return filesBelow(join(copy, 'src'))
      .map((path) => relative(copy, path))
      .filter((path) => readFileSync(join(copy, path), 'utf8') !== contentOf(join(root, path)))
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

/**
 * The one that the build uses: it comes with the router's plugin.
 * @returns {Promise<{ Generator: any, getConfig: (inline: object, folder: string) => object }>}
 */
async function generator() {
  const plugin = createRequire(import.meta.url).resolve('@tanstack/router-plugin/package.json')
  return import(pathToFileURL(createRequire(plugin).resolve('@tanstack/router-generator')).href)
}

/**
 * @param {string} folder
 * @returns {string[]}
 */
function filesBelow(folder) {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? filesBelow(path) : [path]
  })
}

/** @param {string} path */
function contentOf(path) {
  return statSync(path, { throwIfNoEntry: false }) ? readFileSync(path, 'utf8') : undefined
}
