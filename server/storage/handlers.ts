import type { Parsed } from '../../contract/endpoint.ts'
import type { storage } from '../../contract/storage.ts'
import type { Bytes, Handlers } from '../http/bind.ts'
import type { ConsoleContext, ProjectContext } from '../http/context.ts'
import { findProject } from '../projects/projects.ts'
import { createBucket, deleteBucket, getBucket, listBuckets, updateBucket } from './buckets.ts'
import { listFiles } from './file.ts'
import { deleteFile, getFile, linkedFile, sendFile, updateFile } from './files.ts'
import { checkLink } from './links.ts'
import { type Purpose, serveFile } from './serving.ts'
import { uploadFile } from './upload.ts'

export const storageHandlers: Handlers<typeof storage> = {
  createBucket: ({ body }, context) => createBucket(context, body),
  listBuckets: ({ query }, { db, project }) => listBuckets(db, project.seq, query),
  getBucket: ({ params }, { db, project }) => getBucket(db, project.seq, params.bucketId),
  updateBucket: ({ params, body }, context) => updateBucket(context, params.bucketId, body),
  deleteBucket: async ({ params }, context) => {
    await deleteBucket(context, params.bucketId)
    return undefined
  },
  createFile: (input, context) => uploadFile(context, input.params.bucketId, input),
  listFiles: ({ params, query }, context) => listFiles(context, params.bucketId, query),
  getFile: ({ params }, context) => getFile(context, params),
  updateFile: ({ params, body }, context) => updateFile(context, params, body),
  deleteFile: async ({ params }, context) => {
    await deleteFile(context, params)
    return undefined
  },
  download: sending('download'),
  view: sending('view'),
  preview: sending('view'),
  push: sendByLink,
}

function sending(purpose: Purpose) {
  return ({ params, headers }: Parsed<typeof storage.view>, context: ProjectContext): Promise<Bytes> =>
    sendFile(context, params, headers, purpose)
}

async function sendByLink(
  { params, query, headers }: Parsed<typeof storage.push>,
  { db, secrets }: ConsoleContext,
): Promise<Bytes> {
  await checkLink({ db, secrets }, query.jwt, { ...params, projectId: query.project })
  const project = await findProject(db, query.project)
  return serveFile(db, await linkedFile(db, project?.seq ?? 0, params), headers, 'link')
}
