// The files that a message names: what it is sent with, and the image of a push.
import type { PushData } from '../../contract/messages.ts'
import type { Db } from '../db/database.ts'
import type { ProjectContext } from '../http/context.ts'
import { wrongParam } from '../http/refusal.ts'
import { findNamedFiles } from '../storage/files.ts'
import { linkTo } from '../storage/links.ts'

export type FileName = { readonly bucketId: string; readonly fileId: string }

/** By the params that name them. */
export type NamedFiles = {
  readonly attachments?: readonly FileName[] | undefined
  readonly image?: FileName | undefined
}

/** `bucketId:fileId`; what follows a second colon is not used. */
export function readFileName(compoundId: string): FileName {
  const [bucketId = '', fileId = ''] = compoundId.split(':')
  return { bucketId, fileId }
}

/** What both platforms can show in a notification. */
const imageTypes: readonly string[] = ['image/png', 'image/jpeg', 'image/bmp']

/** Each has to be there, whole; how large attachments are together shows when they are sent. */
export async function refuseMissingFiles(tx: Db, project: number, named: NamedFiles): Promise<void> {
  await refuseMissing(tx, project, 'attachments', named.attachments ?? [])
  if (!named.image) return
  const [image] = await refuseMissing(tx, project, 'image', [named.image])
  if (image && imageTypes.includes(image.mime_type)) return
  throw wrongParam('image', 'must be a PNG, JPEG or BMP picture', 'storage_file_type_unsupported')
}

async function refuseMissing(tx: Db, project: number, param: string, names: readonly FileName[]) {
  const found = await findNamedFiles(tx, project, names)
  for (const [index, { hasBucket, file }] of found.entries()) {
    const { bucketId = '', fileId = '' } = names[index] ?? {}
    if (!hasBucket) throw wrongParam(param, `there is no bucket "${bucketId}"`, 'storage_bucket_not_found')
    if (!file) {
      throw wrongParam(param, `there is no file "${fileId}" in "${bucketId}"`, 'storage_file_not_found')
    }
  }
  return found.map(({ file }) => file)
}

/** The `data` of a message, with an address for its image that works until some days after it is sent. */
export async function withImageLink(
  tx: Db,
  { project, secrets, publicUrl }: ProjectContext,
  data: Readonly<Record<string, unknown>>,
  sendAt: string | null,
): Promise<Record<string, unknown>> {
  const { image } = data as Partial<PushData>
  if (!image) return { ...data }
  const { bucketId, fileId } = image
  const url = await linkTo(
    { db: tx, secrets, publicUrl },
    { projectId: project.id, bucketId, fileId },
    sendAt,
  )
  return { ...data, image: { bucketId, fileId, url } }
}
