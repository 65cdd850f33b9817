// End users' JWTs: an hour at most, for one person of one project, and no longer than the session they name.
import { sql } from 'kysely'
import * as z from 'zod'
import type { Jwt } from '../../contract/user-sessions.ts'
import type { Db } from '../db/database.ts'
import type { FoundUser } from '../http/authentication.ts'
import type { Services } from '../http/context.ts'
import { readToken, signToken } from '../secrets/tokens.ts'
import { findUserByClaims } from './sessions.ts'

// The person's number tells him from a later one of the same id, and from one of another project.
const claims = z.object({
  sub: z.string().regex(/^\d{1,15}$/),
  userId: z.string(),
  sessionId: z.string(),
  exp: z.int(),
})

type Bearer = { readonly seq: number; readonly id: string }

export async function createUserToken(
  { db, secrets }: Pick<Services, 'db' | 'secrets'>,
  user: Bearer,
  { sessionId, duration }: { readonly sessionId: string; readonly duration: number },
): Promise<Jwt> {
  const now = await currentSeconds(db)
  const said: z.input<typeof claims> & { iat: number } = {
    sub: String(user.seq),
    userId: user.id,
    sessionId,
    iat: now,
    exp: now + duration,
  }
  return { jwt: await signToken(secrets, 'userTokens', said) }
}

async function currentSeconds(db: Db): Promise<number> {
  const { rows } = await sql<{
    now: number
  }>`select floor(extract(epoch from app.now()))::int8 as now`.execute(db)
  return rows[0]?.now ?? 0
}

export async function findUserByToken(
  { db, secrets }: Pick<Services, 'db' | 'secrets'>,
  project: number,
  token: string,
): Promise<FoundUser | undefined> {
  const read = claims.safeParse(await readToken(secrets, 'userTokens', token))
  if (!read.success) return undefined
  const { sub, userId, sessionId, exp } = read.data
  return findUserByClaims(db, project, { seq: Number(sub), userId, sessionId, exp })
}
