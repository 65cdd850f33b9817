// Every way to say who one is that the server has to judge rightly, each with whom it amounts to.
import { randomBytes, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { roles } from '../../contract/roles.ts'
import { type Scope, scopes, secretsScope } from '../../contract/scopes.ts'
import type { Db } from '../db/database.ts'
import { hashToken } from '../http/authentication.ts'
import { createApiKey, ensureProject } from '../projects/projects.ts'
import { publicUrl } from './app.ts'
import type { ExpectedAccess } from './expected-access.ts'

/** Who a request comes from, once its credentials have been looked at. */
export type Who =
  | { readonly is: 'nobody' }
  /** A key that was one, or is another project's: refused wherever keys are looked at. */
  | { readonly is: 'refused' }
  | { readonly is: 'key'; readonly scopes: readonly string[] }
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
  const idle = (await administrators(db, 'owner', 1))[0] ?? ''
  await sql`
    update administrator_sessions set last_used_at = app.now() - interval '13 hours' where token_hash = ${hashToken(idle)}
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
    { name: 'the cookie of an idle session', headers: { ...inProject, ...cookieOf(idle) }, who: nobody },
  ]
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
export function isAllowed({ scopes: anyOf, role }: ExpectedAccess, who: Who): boolean {
  if (role === 'anybody') return true
  if (who.is === 'refused' || role === 'nobody') return false
  if (role === 'visitor') return true
  if (who.is === 'key') return anyOf.some((scope) => who.scopes.includes(scope))
  if (who.is === 'nobody') return false
  const isOfInstallation = anyOf.length === 0
  const ladder = ['viewer', 'author', 'editor', 'owner']
  return (isOfInstallation || who.ofProject) && ladder.indexOf(who.role) >= ladder.indexOf(role)
}
