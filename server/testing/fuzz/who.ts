// Who asks: somebody who may, or anybody.
import { randomBytes } from 'node:crypto'
import type { Endpoint } from '../../../contract/endpoint.ts'
import type { Role } from '../../../contract/roles.ts'
import { hashToken } from '../../http/authentication.ts'
import { publicUrl } from '../app.ts'
import type { Random } from './random.ts'
import { call, type Headers, type World } from './world.ts'

const inProject: Headers = { 'x-appwrite-project': 'acme' }

/** Signed in by cookie, and known by the password. */
export async function anAdministrator(
  { main, passwordHash }: Pick<World, 'main' | 'passwordHash'>,
  role: Role,
) {
  const id = randomBytes(8).toString('hex')
  const email = `${id}@administrators.example`
  const { seq } = await main.services.db
    .insertInto('administrators')
    .values({ id, email, name: 'An administrator', role, password_hash: passwordHash })
    .returning('seq')
    .executeTakeFirstOrThrow()
  const { token } = await aSession(main, seq)
  const cookie = `a_session_console=${token}`
  return { id, seq, email, headers: { ...inProject, cookie, origin: publicUrl, 'x-appwrite-mode': 'admin' } }
}

export async function aSession({ services: { db } }: World['main'], administrator: number) {
  const token = randomBytes(32).toString('base64url')
  const { seq } = await db
    .insertInto('administrator_sessions')
    .values({ administrator, token_hash: hashToken(token), ip: '', agent: '' })
    .returning('seq')
    .executeTakeFirstOrThrow()
  return { token, sessionId: seq.toString(36) }
}

/** With a session, a JWT for it, and the password. */
export async function anEndUser(world: World) {
  const { services, project } = world.main
  const id = randomBytes(8).toString('hex')
  const email = `${id}@people.example`
  await services.db
    .insertInto('users')
    .values({ project: project.seq, id, email, password_hash: world.passwordHash })
    .execute()
  const { secret } = await call(world, 'POST', `/users/${id}/sessions`)
  return {
    email,
    session: { ...inProject, 'x-appwrite-session': String(secret) },
    cookie: { ...inProject, cookie: `a_session_acme=${secret}`, origin: publicUrl },
    jwt: async () => {
      const { jwt } = await call(world, 'POST', `/users/${id}/jwts`, {})
      return { ...inProject, 'x-appwrite-jwt': String(jwt) }
    },
  }
}

/** Somebody who may call the endpoint. */
export async function allowed(world: World, { access, method }: Endpoint, random: Random): Promise<Headers> {
  // What changes something may end the session that does it.
  const owner = async () => (method === 'GET' ? world.owner : (await anAdministrator(world, 'owner')).headers)
  switch (access.kind) {
    case 'project':
      return random.chance(0.7) ? { ...inProject, 'x-appwrite-key': world.main.key } : owner()
    case 'administrator':
      return owner()
    case 'account': {
      const user = await anEndUser(world)
      return random.chance(0.6) ? random.pick([user.session, user.cookie]) : user.jwt()
    }
    case 'visitor':
      return inProject
    case 'public':
      return random.chance(0.7) ? {} : owner()
  }
}

/** Anybody, or nobody. */
export async function anybody(world: World, random: Random): Promise<Headers> {
  const user = await anEndUser(world)
  const { key } = world.main
  return random.pick([
    async () => ({}),
    async () => inProject,
    async () => user.session,
    async () => user.cookie,
    user.jwt,
    async () => ({ ...user.session, ...(await user.jwt()) }),
    async () => ({ ...inProject, 'x-appwrite-key': 'standard_unknown' }),
    async () => ({ 'x-appwrite-project': 'no-such-project', 'x-appwrite-key': key }),
    async () => (await anAdministrator(world, random.pick(['viewer', 'author', 'editor']))).headers,
    async () => ({ ...world.owner, origin: 'https://evil.example' }),
  ])()
}
