// Two processes on one embedded database destroy it: PGlite takes no lock, and both report success. So the folder is
// locked before the database opens, always by something that the operating system frees with the process, however it
// ends. Nothing is judged by its age.
import { createHash, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { closeSync, constants, ftruncateSync, openSync, writeSync } from 'node:fs'
import { mkdir, open, readFile, realpath, rm, stat, unlink } from 'node:fs/promises'
import { createConnection, createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

export type DataDirectoryLock = {
  /** The folder's real path. */
  readonly directory: string
  readonly release: () => Promise<void>
}

/** Another process works on this folder. */
export class DataDirectoryLocked extends Error {
  override name = 'DataDirectoryLocked'
  readonly pid: number | undefined

  constructor(directory: string, pid: number | undefined) {
    const holder = pid === undefined ? 'another process' : `the process ${pid}`
    super(
      `${directory} is in use by ${holder}. An embedded database is for one process: stop it, or give this one another DATA_DIR.`,
    )
    this.pid = pid
  }
}

/** The folder cannot hold a database. */
export class DataDirectoryUnusable extends Error {
  override name = 'DataDirectoryUnusable'
}

/** Makes the folder if it is not there, and locks it; `release` or the end of the process frees it. */
export async function lockDataDirectory(path: string): Promise<DataDirectoryLock> {
  const directory = await makeDirectory(path)
  await checkWritable(directory)
  const release = await lockOf(process.platform)(directory)
  return { directory, release }
}

async function makeDirectory(path: string): Promise<string> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 })
    const directory = await realpath(path)
    if ((await stat(directory)).isDirectory()) return directory
  } catch (error) {
    if (codeOf(error) !== 'EEXIST' && codeOf(error) !== 'ENOTDIR') throw unusable(path, error)
  }
  throw new DataDirectoryUnusable(`${path} is not a folder.`)
}

/** Tries it out, because permissions are not all that can forbid it. A folder that is not there is no error. */
export async function checkWritable(directory: string): Promise<void> {
  const probe = join(directory, `.probe-${randomUUID()}`)
  try {
    await (await open(probe, 'wx', 0o600)).close()
    await unlink(probe)
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw unusable(directory, error)
  }
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  ENOENT: 'it is not there and cannot be made',
}

function unusable(path: string, error: unknown): DataDirectoryUnusable {
  const reason = reasons[codeOf(error)] ?? (error instanceof Error ? error.message : String(error))
  return new DataDirectoryUnusable(
    `${path} cannot hold the database: ${reason}. It is the folder that DATA_DIR names.`,
    {
      cause: error,
    },
  )
}

type Release = () => Promise<void>

function lockOf(platform: NodeJS.Platform): (directory: string) => Promise<Release> {
  if (platform === 'linux') return lockBySockets
  if (platform === 'win32')
    return async (directory) => lockByName(`\\\\.\\pipe\\${await nameOf(directory)}`, directory)
  return lockByFile
}

/**
 * An abstract socket is free as soon as its process is gone, but it is known only inside one network namespace, and
 * two containers with one volume have two. A socket in the folder is seen by both; it outlives a killed process, but
 * then nobody answers on it.
 */
async function lockBySockets(directory: string): Promise<Release> {
  const release = await lockByName(`\0${await nameOf(directory)}`, directory)
  try {
    const releaseFile = await lockBySocketFile(directory)
    return async () => {
      await releaseFile()
      await release()
    }
  } catch (error) {
    await release()
    throw error
  }
}

async function lockByName(name: string, directory: string): Promise<Release> {
  try {
    const { server } = await listen(name)
    return () => close(server)
  } catch (error) {
    if (codeOf(error) !== 'EADDRINUSE') throw error
    throw new DataDirectoryLocked(directory, (await askHolder(name))?.pid)
  }
}

async function lockBySocketFile(directory: string): Promise<Release> {
  // Through a file descriptor, because the path of a socket may have no more than 107 bytes. It stays open, because
  // closing the server removes the file by this path.
  const folder = openSync(directory, constants.O_RDONLY | constants.O_DIRECTORY)
  try {
    const server = await listenOnFile(`/proc/self/fd/${folder}/lock`, directory)
    return async () => {
      if (server) await close(server)
      closeSync(folder)
    }
  } catch (error) {
    closeSync(folder)
    throw error
  }
}

async function listenOnFile(path: string, directory: string): Promise<Server | undefined> {
  const first = await listen(path).catch(unlessInUse)
  if (first !== 'in use') return first?.server
  const holder = await askHolder(path)
  if (holder) throw new DataDirectoryLocked(directory, holder.pid)

  // Left behind by a process that was killed.
  await rm(path, { force: true })
  const second = await listen(path).catch(unlessInUse)
  if (second === undefined) return undefined
  // Another one may have found it at the same moment, and removed what this one had just made.
  await sleep(100)
  const now = await askHolder(path)
  if (second !== 'in use' && now?.token === second.token) return second.server
  if (second !== 'in use') await close(second.server)
  throw new DataDirectoryLocked(directory, now?.pid)
}

/** Not every file system has sockets; there the abstract one has to do. */
function unlessInUse(error: unknown): 'in use' | undefined {
  return codeOf(error) === 'EADDRINUSE' ? 'in use' : undefined
}

// O_EXLOCK: on macOS and the BSDs, opening a file can lock it. Node has no name for it.
const exclusively = 0x20

async function lockByFile(directory: string): Promise<Release> {
  const path = join(directory, 'lock')
  const flags = constants.O_RDWR | constants.O_CREAT | constants.O_NONBLOCK | exclusively
  try {
    // A bare descriptor: a FileHandle that nobody holds any more would be closed, and the lock gone.
    const file = openSync(path, flags, 0o600)
    ftruncateSync(file)
    writeSync(file, String(process.pid))
    return async () => closeSync(file)
  } catch (error) {
    if (codeOf(error) !== 'EAGAIN' && codeOf(error) !== 'EWOULDBLOCK') throw unusable(directory, error)
    const pid = Number.parseInt(await readFile(path, 'utf8').catch(() => ''), 10)
    throw new DataDirectoryLocked(directory, Number.isNaN(pid) ? undefined : pid)
  }
}

/** The same for every path that leads to the folder. */
async function nameOf(directory: string): Promise<string> {
  const { dev, ino } = await stat(directory, { bigint: true })
  return `carillon-${createHash('sha256').update(`${dev}:${ino}`).digest('hex').slice(0, 32)}`
}

/** Listens where only one can, and tells whoever connects who it is. */
async function listen(path: string): Promise<{ server: Server; token: string }> {
  const token = randomUUID()
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.end(`${process.pid} ${token}`)
  })
  server.unref()
  server.listen(path)
  await once(server, 'listening')
  return { server, token }
}

async function close(server: Server): Promise<void> {
  server.close()
  await once(server, 'close')
}

/** Who listens there; undefined when nobody does any more. One who does not answer at once is there all the same. */
async function askHolder(path: string): Promise<{ pid?: number; token?: string } | undefined> {
  const socket = createConnection(path)
  socket.setEncoding('utf8').setTimeout(1000, () => socket.destroy())
  try {
    let answer = ''
    for await (const text of socket) answer += text
    const [, pid, token] = /^(\d+) (\S+)$/.exec(answer) ?? []
    return pid && token ? { pid: Number(pid), token } : {}
  } catch (error) {
    return codeOf(error) === 'ECONNREFUSED' || codeOf(error) === 'ENOENT' ? undefined : {}
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}
