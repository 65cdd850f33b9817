// Addresses under which an image of a push notification can be fetched without any credential, for some days.
import { sql } from 'kysely'
import * as z from 'zod'
import type { Db } from '../db/database.ts'
import { Refusal } from '../http/refusal.ts'
import type { Secrets } from '../secrets/secrets.ts'
import { readToken, signToken } from '../secrets/tokens.ts'

const daysOfLink = 15

export type LinkedFile = { readonly projectId: string; readonly bucketId: string; readonly fileId: string }

type Linking = { readonly db: Db; readonly secrets: Secrets; readonly publicUrl: string }

/** `sendAt`: when the message goes out; null for now. */
export async function linkTo(
  { db, secrets, publicUrl }: Linking,
  { projectId, bucketId, fileId }: LinkedFile,
  sendAt: string | null,
): Promise<string> {
  const exp = await endOfLink(db, sendAt)
  const jwt = await signToken(secrets, 'fileLinks', { projectId, bucketId, fileId, exp })
  const path = `/v1/storage/buckets/${bucketId}/files/${fileId}/push`
  return `${publicUrl}${path}?project=${encodeURIComponent(projectId)}&jwt=${jwt}`
}

async function endOfLink(db: Db, sendAt: string | null): Promise<number> {
  const { rows } = await sql<{ end: number }>`
    select extract(epoch from greatest(app.now(), ${sendAt}::timestamptz) + make_interval(days => ${daysOfLink}))::int8
      as "end"
  `.execute(db)
  if (!rows[0]) throw new Error('the database has no clock')
  return rows[0].end
}

/** Refuses where the link is not ours, is of another file, or has ended. */
export async function checkLink(
  { db, secrets }: Pick<Linking, 'db' | 'secrets'>,
  jwt: string,
  { projectId, bucketId, fileId }: LinkedFile,
): Promise<void> {
  const said = z
    .object({
      projectId: z.literal(projectId),
      bucketId: z.literal(bucketId),
      fileId: z.literal(fileId),
      exp: z.int(),
    })
    .safeParse(await readToken(secrets, 'fileLinks', jwt))
  if (said.success && (await isToCome(db, said.data.exp))) return
  throw new Refusal('user_unauthorized', 'The link is not valid, or not any more.')
}

async function isToCome(db: Db, exp: number): Promise<boolean> {
  const { rows } = await sql<{ is: boolean }>`
    select extract(epoch from app.now()) < ${exp}::int8 as is`.execute(db)
  return rows[0]?.is === true
}
