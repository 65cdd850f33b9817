// Files on their way in, as clients send them.
import { randomBytes } from 'node:crypto'
import { chunkSize } from '../../contract/storage.ts'
import type { Answer } from './app.ts'
import type { TestProject } from './project.ts'

export const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

export type Wish = {
  readonly fileId?: string
  readonly name?: string
  readonly type?: string
  readonly content?: Buffer | string
  readonly permissions?: readonly string[]
  readonly headers?: Record<string, string>
  /** In the order of their sending; `file` stands for the file itself. */
  readonly order?: readonly ('fileId' | 'file' | 'permissions')[]
}

/** With a bucket `b`. */
export async function withBucket(project: TestProject, more: object = {}): Promise<TestProject> {
  const body = { bucketId: 'b', name: 'Bucket', ...more }
  const { status, text } = await project.call('POST', '/storage/buckets', { body })
  if (status !== 201) throw new Error(text)
  return project
}

/** A form as a browser or an SDK writes it. */
export async function formOf({
  fileId = 'f',
  name = 'a.txt',
  type = '',
  content = 'Hello',
  permissions = [],
  order = ['fileId', 'file', 'permissions'],
}: Wish): Promise<{ body: Buffer; headers: Record<string, string> }> {
  const form = new FormData()
  const bytes = new Uint8Array(Buffer.from(content))
  const add = {
    fileId: () => form.append('fileId', fileId),
    file: () => form.append('file', new Blob([bytes], { type }), name),
    permissions: () => permissions.map((one) => form.append('permissions[]', one)),
  }
  for (const part of order) add[part]()
  const encoded = new Response(form)
  return {
    body: Buffer.from(await encoded.arrayBuffer()),
    headers: { 'content-type': encoded.headers.get('content-type') ?? '' },
  }
}

export async function upload({ call }: TestProject, wish: Wish = {}, bucketId = 'b'): Promise<Answer> {
  const { body, headers } = await formOf(wish)
  const path = `/storage/buckets/${bucketId}/files`
  return call('POST', path, { body, headers: { ...headers, ...wish.headers } })
}

/** The nth chunk of a file, as the official clients send it; counted from 1. */
export function uploadChunk(
  project: TestProject,
  whole: Buffer,
  number: number,
  { headers, ...wish }: Wish = {},
): Promise<Answer> {
  const start = (number - 1) * chunkSize
  const end = Math.min(start + chunkSize, whole.length)
  return upload(project, {
    ...wish,
    content: whole.subarray(start, end),
    headers: { 'content-range': `bytes ${start}-${end - 1}/${whole.length}`, ...headers },
  })
}

export const someBytes = (length: number): Buffer => randomBytes(length)
