import { chmod, mkdir, mkdtemp, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { aChild, type Child } from '../testing/child.ts'
import { DataDirectoryLocked, DataDirectoryUnusable, lockDataDirectory } from './data-dir-lock.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carillon-lock-'))
  return () => rm(folder, { recursive: true, force: true })
})

/** A process that holds the lock, says so, and keeps it. */
function aHolder(path = folder): Promise<Child> {
  const script = `
    import { lockDataDirectory } from './server/db/data-dir-lock.js'
    try {
      const { directory } = await lockDataDirectory(process.argv[2])
      console.log('locked ' + directory)
      process.stdin.resume()
    } catch (error) {
      console.log(error.name + ' ' + error.pid)
    }
  `
  return aChild(script, [path])
}

test('the folder is made, for its owner alone', async () => {
  const path = join(folder, 'deep/data')
  const { directory, release } = await lockDataDirectory(path)
  expect(directory).toBe(path)
  expect((await stat(path)).mode & 0o777).toBe(0o700)
  await release()
  expect(await readdir(path)).toEqual([])
})

test('a second process is refused, and told who has it', async () => {
  const holder = await aHolder()
  expect(await holder.line()).toBe(`locked ${folder}`)
  const second = lockDataDirectory(folder)
  await expect(second).rejects.toBeInstanceOf(DataDirectoryLocked)
  await expect(second).rejects.toMatchObject({
    pid: holder.process.pid,
    message: expect.stringContaining(`${folder} is in use by the process ${holder.process.pid}.`),
  })
})

test('a second process is refused by whatever path it comes', async () => {
  const holder = await aHolder()
  await holder.line()
  await symlink(folder, `${folder}-link`)
  onTestFinished(() => rm(`${folder}-link`))
  await expect(lockDataDirectory(`${folder}-link`)).rejects.toBeInstanceOf(DataDirectoryLocked)
})

test('the same process is refused as well, until it has let go', async () => {
  const first = await lockDataDirectory(folder)
  await expect(lockDataDirectory(folder)).rejects.toMatchObject({ pid: process.pid })
  await first.release()
  const again = await lockDataDirectory(folder)
  await again.release()
})

test('a killed process has let go at once', async () => {
  const holder = await aHolder()
  await holder.line()
  await holder.kill()
  const { release } = await lockDataDirectory(folder)
  await release()
})

test('of several that start where one was killed, exactly one gets it', async () => {
  const killed = await aHolder()
  await killed.line()
  await killed.kill()
  const children = await Promise.all(Array.from({ length: 4 }, () => aHolder()))
  const lines = await Promise.all(children.map(({ line }) => line()))
  const winner = children[lines.indexOf(`locked ${folder}`)]
  expect(lines.toSorted()).toEqual([
    ...Array(3).fill(`DataDirectoryLocked ${winner?.process.pid}`),
    `locked ${folder}`,
  ])
})

test('another folder is free', async () => {
  const holder = await aHolder()
  await holder.line()
  const other = await lockDataDirectory(join(folder, 'other'))
  await other.release()
})

// Two containers with one volume see different abstract sockets, but the same file.
test.runIf(process.platform === 'linux')(
  'a process in another network namespace is refused',
  async ({ skip }) => {
    const holder = await aHolder()
    await holder.line()
    const script = `
    import { spawn } from 'node:child_process'
    const child = spawn('unshare', ['--net', process.execPath, ...process.argv.slice(2)], { stdio: ['ignore', 'pipe', 'inherit'] })
    child.on('error', (error) => console.log(error.code))
    let out = ''
    child.stdout.on('data', (data) => { out += data })
    child.on('close', (code) => console.log(code === 0 ? out.trim() : 'no namespaces here'))
  `
    const inner = join(holder.folder, 'inner.js')
    await writeFile(
      inner,
      `import { lockDataDirectory } from './server/db/data-dir-lock.js'
     console.log(await lockDataDirectory(process.argv[2]).then(() => 'locked', (error) => error.name + ' ' + error.pid))`,
    )
    const outside = await aChild(script, [inner, folder])
    const line = await outside.line()
    if (!line.startsWith('DataDirectoryLocked') && line !== 'locked') skip(line)
    expect(line).toBe(`DataDirectoryLocked ${holder.process.pid}`)
  },
)

test('a path that is a file is refused in words', async () => {
  const path = join(folder, 'file')
  await writeFile(path, '')
  await expect(lockDataDirectory(path)).rejects.toThrow(`${path} is not a folder.`)
  await expect(lockDataDirectory(join(path, 'data'))).rejects.toBeInstanceOf(DataDirectoryUnusable)
})

test('a folder that may not be written is refused in words', async () => {
  const path = join(folder, 'closed')
  await mkdir(path)
  await chmod(folder, 0o755)
  await chmod(path, 0o555)
  await asNobody(async () => {
    await expect(lockDataDirectory(path)).rejects.toThrow(
      `${path} cannot hold the database: this user may not write there.`,
    )
    await expect(lockDataDirectory(join(path, 'data'))).rejects.toThrow('this user may not write there')
  })
})

/** Root may write everywhere. */
async function asNobody(work: () => Promise<void>): Promise<void> {
  if (process.geteuid?.() !== 0) return work()
  process.seteuid?.(65_534)
  await work().finally(() => process.seteuid?.(0))
}
