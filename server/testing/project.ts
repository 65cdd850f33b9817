// A project of its own in a server that the tests of a file share, so that each begins with nothing there.
import { randomBytes, randomUUID } from 'node:crypto'
import type { Role } from '../../contract/roles.ts'
import { type Scope, scopes, secretsScope } from '../../contract/scopes.ts'
import type { Db } from '../db/database.ts'
import { hashToken } from '../http/authentication.ts'
import { createApiKey } from '../projects/keys.ts'
import { ensureProject } from '../projects/projects.ts'
import { publicUrl, type TestServer } from './app.ts'

export type TestProject = {
  readonly seq: number
  readonly id: string
  readonly db: Db
  /** Calls with a key that holds every scope; other headers replace its own. */
  readonly call: TestServer['call']
  /** The headers of a key that holds just these. */
  readonly keyWith: (held: readonly Scope[]) => Promise<Record<string, string>>
  /** The headers of a new administrator who is signed in. */
  readonly signedIn: (role: Role) => Promise<Record<string, string>>
  /** The headers of a person's new session; the person has to be there. */
  readonly asUser: (userId: string) => Promise<Record<string, string>>
}

export async function aProject({ database: { db }, call }: TestServer): Promise<TestProject> {
  const { seq, id } = await ensureProject(db, randomUUID())
  const keyWith = async (held: readonly Scope[]) => {
    const { secret } = await createApiKey(db, seq, { name: 'Test key', scopes: held })
    return { 'x-appwrite-project': id, 'x-appwrite-key': secret }
  }
  const everything = await keyWith([...scopes, secretsScope])
  const asUser = async (userId: string) => {
    const { status, body } = await call('POST', `/users/${userId}/sessions`, { headers: everything })
    if (status !== 201) throw new Error(`no session for ${userId}: ${JSON.stringify(body)}`)
    return { 'x-appwrite-key': '', 'x-appwrite-session': String(body.secret) }
  }
  return {
    seq,
    id,
    db,
    keyWith,
    call: (method, path, options = {}) =>
      call(method, path, { ...options, headers: { ...everything, ...options.headers } }),
    signedIn: (role) => signIn(db, role),
    asUser,
  }
}

async function signIn(db: Db, role: Role): Promise<Record<string, string>> {
  const id = randomUUID()
  const { seq } = await db
    .insertInto('administrators')
    .values({ id, email: `${id}@example.org`, name: `An ${role}`, role, password_hash: '' })
    .returning('seq')
    .executeTakeFirstOrThrow()
  const token = randomBytes(32).toString('base64url')
  await db
    .insertInto('administrator_sessions')
    .values({ administrator: seq, token_hash: hashToken(token), ip: '127.0.0.1', agent: '' })
    .execute()
  return {
    'x-appwrite-key': '',
    'x-appwrite-mode': 'admin',
    cookie: `a_session_console=${token}`,
    origin: publicUrl,
  }
}

/** How often each HTTP status was answered. */
export function tally(answers: readonly { readonly status: number }[]): Record<number, number> {
  const counts: Record<number, number> = {}
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1
  return counts
}
