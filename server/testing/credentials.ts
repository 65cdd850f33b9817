// Every way to say who one is that the server has to judge rightly, each with whom it amounts to.
import { createHmac, randomBytes, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { roles } from '../../contract/roles.ts'
import { type Scope, scopes, secretsScope } from '../../contract/scopes.ts'
import type { Db } from '../db/database.ts'
import { hashToken } from '../http/authentication.ts'
import { createApiKey } from '../projects/keys.ts'
import { ensureProject } from '../projects/projects.ts'
import { createUserToken } from '../users/tokens.ts'
import { publicUrl, type TestServer } from './app.ts'
import type { ExpectedAccess } from './expected-access.ts'

/** Who a request comes from, once its credentials have been looked at. */
export type Who =
  | { readonly is: 'nobody' }
  /** A key or a JWT that was good, or is another project's, or is forged: refused wherever they are looked at. */
  | { readonly is: 'refused' }
  | { readonly is: 'key'; readonly scopes: readonly string[] }
  /** An end user of the project. */
  | { readonly is: 'user' }
  | { readonly is: 'administrator'; readonly role: string; readonly ofProject: boolean }

export type Credential = {
  readonly name: string
  readonly headers: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string>>
  readonly who: Who
}

const nobody: Who = { is: 'nobody' }
const refused: Who = { is: 'refused' }

/** Credentials that a request does not use up. */
export async function credentialsFor(db: Db, project: { seq: number; id: string }): Promise<Credential[]> {
  const other = await ensureProject(db, randomUUID())
  const key = (held: readonly Scope[], options: { in?: number; expiresAt?: string } = {}) =>
    createApiKey(db, options.in ?? project.seq, {
      name: 'A key',
      scopes: held,
      ...(options.expiresAt ? { expiresAt: options.expiresAt } : {}),
    })
  const inProject = { 'x-appwrite-project': project.id }
  const withKey = (secret: string) => ({ ...inProject, 'x-appwrite-key': secret })

  const everything = await key(scopes)
  const expired = await key(scopes, { expiresAt: '2020-01-01T00:00:00Z' })
  const foreign = await key(scopes, { in: other.seq })
  const revoked = await key(scopes)
  await db.deleteFrom('api_keys').where('id', '=', revoked.id).execute()
  const owner = (await administrators(db, 'owner', 1))[0] ?? ''
  const ended = (await administrators(db, 'owner', 1))[0] ?? ''
  await db.deleteFrom('administrator_sessions').where('token_hash', '=', hashToken(ended)).execute()
  const removed = (await administrators(db, 'owner', 1))[0] ?? ''
  await sql`
    delete from administrators where seq = (
      select administrator from administrator_sessions where token_hash = ${hashToken(removed)}
    )
  `.execute(db)
  const idle = (await administrators(db, 'owner', 1))[0] ?? ''
  await sql`
    update administrator_sessions set last_used_at = app.now() - interval '13 hours' where token_hash = ${hashToken(idle)}
  `.execute(db)

  const old = (await administrators(db, 'owner', 1))[0] ?? ''
  await sql`
    update administrator_sessions set created_at = app.now() - interval '8 days' where token_hash = ${hashToken(old)}
  `.execute(db)

  const everyScope: Scope[] = [...scopes, secretsScope]
  const singles = everyScope.map(async (scope) => ({
    name: `a key with ${scope} only`,
    headers: withKey((await key([scope])).secret),
    who: { is: 'key' as const, scopes: [scope] },
  }))
  return [
    { name: 'no credential', headers: inProject, who: nobody },
    { name: 'an empty key', headers: withKey(''), who: nobody },
    { name: 'a malformed key', headers: withKey("' or 1=1 --"), who: nobody },
    { name: 'a key of 10,000 characters', headers: withKey('standard_'.padEnd(10_000, 'f')), who: nobody },
    {
      name: 'an unknown key',
      headers: withKey(`standard_${randomBytes(32).toString('hex')}`),
      who: nobody,
    },
    { name: 'an expired key', headers: withKey(expired.secret), who: refused },
    { name: 'a revoked key', headers: withKey(revoked.secret), who: nobody },
    { name: "another project's key", headers: withKey(foreign.secret), who: refused },
    { name: 'a key in the address', headers: inProject, query: { key: everything.secret }, who: nobody },
    { name: 'a key with all scopes', headers: withKey(everything.secret), who: { is: 'key', scopes } },
    ...(await Promise.all(singles)),
    {
      name: "a key without scopes beside an owner's cookie",
      headers: { ...withKey((await key([])).secret), ...cookieOf(owner) },
      who: { is: 'key', scopes: [] },
    },
    {
      name: "a key with all scopes beside an owner's cookie",
      headers: { ...withKey(everything.secret), ...cookieOf(owner) },
      who: { is: 'key', scopes },
    },
    { name: 'an unknown cookie', headers: { ...inProject, ...cookieOf('0'.repeat(43)) }, who: nobody },
    { name: 'the cookie of an ended session', headers: { ...inProject, ...cookieOf(ended) }, who: nobody },
    { name: 'the cookie of a session a week old', headers: { ...inProject, ...cookieOf(old) }, who: nobody },
    {
      name: 'the cookie of a removed administrator',
      headers: { ...inProject, ...cookieOf(removed) },
      who: nobody,
    },
    { name: 'the cookie of an idle session', headers: { ...inProject, ...cookieOf(idle) }, who: nobody },
  ]
}

/** What end users carry, and what somebody would who forges it. */
export async function userCredentialsFor({ services, project }: TestServer): Promise<Credential[]> {
  const { db, secrets } = services
  const other = await ensureProject(db, randomUUID())
  const [ada, blocked, stranger] = await Promise.all([
    aUser(db, project.seq, {}),
    aUser(db, project.seq, { status: false }),
    aUser(db, other.seq, {}),
  ])
  const over = await aUser(db, project.seq, {})
  await db.deleteFrom('user_sessions').where('user_seq', '=', over.seq).execute()

  const jwtFor = async (user: typeof ada, duration = 900) =>
    (await createUserToken(services, user, { sessionId: user.sessionId, duration })).jwt
  const jwt = await jwtFor(ada)
  const [head = '', claims = ''] = jwt.split('.')
  const signed = (header: object, key: Buffer) => {
    const text = `${base64url(header)}.${claims}`
    return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`
  }
  const own = JSON.parse(Buffer.from(head, 'base64url').toString())
  const unsigned = (alg: string) => `${base64url({ ...own, alg })}.${claims}.`

  const inProject = { 'x-appwrite-project': project.id }
  const bySession = (user: typeof ada) => ({ ...inProject, 'x-appwrite-session': user.secret })
  const byJwt = (token: string) => ({ ...inProject, 'x-appwrite-jwt': token })
  const byCookie = (user: typeof ada) => ({
    ...inProject,
    cookie: `a_session_${project.id}=${user.secret}`,
    origin: publicUrl,
  })
  const user: Who = { is: 'user' }
  return [
    { name: "a user's session", headers: bySession(ada), who: user },
    { name: "a user's session as a cookie", headers: byCookie(ada), who: user },
    { name: "a user's session that is over", headers: bySession(over), who: nobody },
    { name: "a blocked user's session", headers: bySession(blocked), who: refused },
    { name: "a session of another project's user", headers: bySession(stranger), who: nobody },
    { name: "a user's JWT", headers: byJwt(jwt), who: user },
    {
      name: "a user's JWT in the mode of administrators",
      headers: { ...byJwt(jwt), 'x-appwrite-mode': 'admin' },
      who: nobody,
    },
    { name: 'an expired JWT', headers: byJwt(await jwtFor(ada, -1)), who: refused },
    { name: 'a JWT whose session is over', headers: byJwt(await jwtFor(over)), who: refused },
    { name: "a blocked user's JWT", headers: byJwt(await jwtFor(blocked)), who: refused },
    { name: "a JWT of another project's user", headers: byJwt(await jwtFor(stranger)), who: refused },
    { name: 'a JWT with alg: none', headers: byJwt(unsigned('none')), who: refused },
    { name: 'a JWT with alg: NONE', headers: byJwt(unsigned('NONE')), who: refused },
    { name: 'a JWT without its signature', headers: byJwt(`${head}.${claims}.`), who: refused },
    { name: 'a JWT signed with another key', headers: byJwt(signed(own, randomBytes(32))), who: refused },
    {
      name: 'a JWT signed with the key of another purpose',
      headers: byJwt(signed(own, secrets.keyFor('fileLinks'))),
      who: refused,
    },
    {
      name: 'a JWT signed with an empty key',
      headers: byJwt(signed({ ...own, kid: undefined }, Buffer.alloc(0))),
      who: refused,
    },
    { name: 'a JWT that is none', headers: byJwt('a.b.c'), who: refused },
    { name: 'a JWT and a session', headers: { ...byJwt(jwt), ...bySession(ada) }, who: refused },
    { name: 'a JWT and a cookie', headers: { ...byCookie(ada), ...byJwt(jwt) }, who: refused },
  ]
}

function base64url(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

async function aUser(db: Db, project: number, { status = true }: { status?: boolean }) {
  const id = randomUUID()
  const secret = randomBytes(32).toString('base64url')
  const { seq } = await db
    .insertInto('users')
    .values({ project, id, status })
    .returning('seq')
    .executeTakeFirstOrThrow()
  await sql`
    insert into user_sessions (project, id, user_seq, secret_hash, provider, ip, agent, expires_at)
    values (${project}, ${id}, ${seq}, ${hashToken(secret)}, 'server', '', '', app.now() + interval '1 hour')
  `.execute(db)
  return { seq, id, sessionId: id, secret }
}

/** Keys that hold everything but what a route needs, by the scopes of the route. */
export async function keysWithAllBut(db: Db, project: { seq: number; id: string }) {
  const made = new Map<string, Promise<Credential>>()
  const make = async (needed: readonly string[]): Promise<Credential> => {
    const held = scopes.filter((scope) => !needed.includes(scope))
    const { secret } = await createApiKey(db, project.seq, { name: 'A key', scopes: held })
    return {
      name: 'a key with all but the needed scope',
      headers: { 'x-appwrite-project': project.id, 'x-appwrite-key': secret },
      who: { is: 'key', scopes: held },
    }
  }
  return (needed: readonly string[]) => {
    const name = needed.join()
    const credential = made.get(name) ?? make(needed)
    made.set(name, credential)
    return credential
  }
}

/** For each of `count` routes an administrator of each role of its own: a route may end the session that calls it. */
export async function administratorsFor(db: Db, project: { id: string }, count: number) {
  const tokens = await Promise.all(roles.map((role) => administrators(db, role, count)))
  return (route: number): Credential[] =>
    roles.flatMap((role, index) => {
      const headers = { 'x-appwrite-project': project.id, ...cookieOf(tokens[index]?.[route] ?? '') }
      return [
        {
          name: `an administrator's cookie without the mode (${role})`,
          headers: { ...headers, 'x-appwrite-mode': '' },
          who: { is: 'administrator', role, ofProject: false },
        },
        { name: `an administrator (${role})`, headers, who: { is: 'administrator', role, ofProject: true } },
      ]
    })
}

function cookieOf(token: string): Record<string, string> {
  return { 'x-appwrite-mode': 'admin', cookie: `a_session_console=${token}`, origin: publicUrl }
}

/** Signed in; answers with the tokens. */
async function administrators(db: Db, role: string, count: number): Promise<string[]> {
  const tokens = Array.from({ length: count }, () => randomBytes(32).toString('base64url'))
  const hashes = JSON.stringify(tokens.map((token) => hashToken(token).toString('hex')))
  await sql`
    with wanted as (
      select gen_random_uuid()::text as id, decode(hash, 'hex') as hash
      from jsonb_array_elements_text(${hashes}::jsonb) as hash
    ), made as (
      insert into administrators (id, email, name, role, password_hash)
      select id, id || '@example.org', id, ${role}, '' from wanted returning seq, id
    )
    insert into administrator_sessions (administrator, token_hash, ip, agent)
    select seq, hash, '', '' from made join wanted using (id)
  `.execute(db)
  return tokens
}

/** By the hand-written table alone. */
export function isAllowed({ scopes: anyOf, and, role, user }: ExpectedAccess, who: Who): boolean {
  if (role === 'anybody') return true
  if (who.is === 'refused') return false
  if (role === 'visitor') return true
  if (who.is === 'user') return user
  if (role === 'nobody') return false
  if (who.is === 'key') {
    const holds = (scope: string) => who.scopes.includes(scope)
    return anyOf.some(holds) && (and.length === 0 || and.some(holds))
  }
  if (who.is === 'nobody') return false
  const isOfInstallation = anyOf.length === 0
  const ladder = ['viewer', 'author', 'editor', 'owner']
  return (isOfInstallation || who.ofProject) && ladder.indexOf(who.role) >= ladder.indexOf(role)
}
