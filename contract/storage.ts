// Files, in buckets: what e-mails are sent with, and the images of push notifications.
import * as z from 'zod'
import type { Endpoint } from './endpoint.ts'
import { listQuery, listReply } from './lists.ts'
import { resource } from './resource.ts'
import { flag, list, newId, permissionString, text, wholeNumber } from './wire.ts'

/** Bytes of the largest file that is taken, whatever its bucket allows. */
export const largestFile = 30_000_000
/** The official clients cut larger files into pieces of this size, and number them by it. */
export const chunkSize = 5 * 1024 * 1024
/** Bytes of all attachments of one e-mail, before they are encoded for the way. */
export const largestAttachments = 25 * 1024 * 1024

export const compression = z.enum(['none', 'gzip', 'zstd'])

export const bucket = resource.extend({
  $permissions: z.array(z.string()),
  /** Whether a file's own permissions count beside the bucket's. */
  fileSecurity: z.boolean(),
  name: z.string(),
  enabled: z.boolean(),
  maximumFileSize: z.int(),
  allowedFileExtensions: z.array(z.string()),
  compression,
  encryption: z.boolean(),
  antivirus: z.boolean(),
  transformations: z.boolean(),
  totalSize: z.int(),
})
export type Bucket = z.infer<typeof bucket>

/** Whole when `chunksUploaded` is `chunksTotal`. */
export const file = resource.extend({
  bucketId: z.string(),
  $permissions: z.array(z.string()),
  name: z.string(),
  /** The MD5 of its content; '' until it is whole. */
  signature: z.string(),
  mimeType: z.string(),
  sizeOriginal: z.int(),
  chunksTotal: z.int(),
  chunksUploaded: z.int(),
  encryption: z.boolean(),
  compression: z.string(),
})
export type StoredFile = z.infer<typeof file>

const permissions = list(permissionString, 100)
const extension = text(1, 64).refine(
  (value) => /^[\p{L}\p{N}_+-]+$/u.test(value),
  'must be an extension without its dot, such as "png"',
)

const bucketFields = {
  name: text(1, 128),
  permissions: permissions.optional(),
  fileSecurity: flag.default(false),
  enabled: flag.default(true),
  maximumFileSize: wholeNumber(1, largestFile).default(largestFile),
  allowedFileExtensions: list(extension, 100).default([]),
  compression: compression.default('none'),
  encryption: flag.default(true),
  antivirus: flag.default(true),
  transformations: flag.default(true),
}

export const bucketDraft = z.object({ bucketId: newId, ...bucketFields })
export type BucketDraft = z.output<typeof bucketDraft>

/** A bucket is put as a whole; only permissions that are not named stay as they are. */
export const bucketChange = z.object(bucketFields)
export type BucketChange = z.output<typeof bucketChange>

export const fileForm = z.object({ fileId: newId, permissions: permissions.optional() })
export type FileForm = z.output<typeof fileForm>

export const fileNameLimit = 255
export const fileChange = z.object({
  name: text(1, fileNameLimit).optional(),
  permissions: permissions.optional(),
})
export type FileChange = z.output<typeof fileChange>

/** What a file is asked for with; a browser sends them by itself. */
const conditions = z.object({
  range: z.string().optional(),
  'if-range': z.string().optional(),
  'if-none-match': z.string().optional(),
})
export type FileConditions = z.output<typeof conditions>

const access = {
  readBuckets: { kind: 'project', scope: 'buckets.read', role: 'viewer' },
  makeBuckets: { kind: 'project', scope: 'buckets.write', role: 'author' },
  changeBuckets: { kind: 'project', scope: 'buckets.write', role: 'editor' },
  readFiles: { kind: 'project', scope: 'files.read', role: 'viewer', user: true },
  uploadFiles: { kind: 'project', scope: 'files.write', role: 'author', user: true },
  changeFiles: { kind: 'project', scope: 'files.write', role: 'editor', user: true },
} as const

const oneFile = '/storage/buckets/:bucketId/files/:fileId'

export const storage = {
  createBucket: {
    method: 'POST',
    path: '/storage/buckets',
    summary: 'Create a bucket',
    access: access.makeBuckets,
    body: bucketDraft,
    reply: bucket,
  },
  listBuckets: {
    method: 'GET',
    path: '/storage/buckets',
    summary: 'List buckets',
    access: access.readBuckets,
    query: listQuery,
    reply: listReply('buckets', bucket),
  },
  getBucket: {
    method: 'GET',
    path: '/storage/buckets/:bucketId',
    summary: 'Get a bucket',
    access: access.readBuckets,
    reply: bucket,
  },
  updateBucket: {
    method: 'PUT',
    path: '/storage/buckets/:bucketId',
    summary: 'Change a bucket',
    access: access.changeBuckets,
    body: bucketChange,
    reply: bucket,
  },
  deleteBucket: {
    method: 'DELETE',
    path: '/storage/buckets/:bucketId',
    summary: 'Delete a bucket and all its files',
    access: access.changeBuckets,
    reply: null,
  },
  createFile: {
    method: 'POST',
    path: '/storage/buckets/:bucketId/files',
    summary: 'Upload a file, or one chunk of it',
    access: access.uploadFiles,
    headers: z.object({
      'content-range': z.string().optional(),
      'x-appwrite-id': z.string().optional(),
    }),
    form: fileForm,
    reply: file,
  },
  listFiles: {
    method: 'GET',
    path: '/storage/buckets/:bucketId/files',
    summary: 'List the files of a bucket',
    access: access.readFiles,
    query: listQuery,
    reply: listReply('files', file),
  },
  getFile: {
    method: 'GET',
    path: oneFile,
    summary: 'Get what is known of a file',
    access: access.readFiles,
    reply: file,
  },
  updateFile: {
    method: 'PUT',
    path: oneFile,
    summary: 'Rename a file, or change who may do what with it',
    access: access.changeFiles,
    body: fileChange,
    reply: file,
  },
  deleteFile: {
    method: 'DELETE',
    path: oneFile,
    summary: 'Delete a file',
    access: access.changeFiles,
    reply: null,
  },
  download: {
    method: 'GET',
    path: `${oneFile}/download`,
    summary: 'Download a file',
    access: access.readFiles,
    headers: conditions,
    reply: 'bytes',
  },
  view: {
    method: 'GET',
    path: `${oneFile}/view`,
    summary: 'Get a file to be looked at',
    access: access.readFiles,
    headers: conditions,
    reply: 'bytes',
  },
  preview: {
    method: 'GET',
    path: `${oneFile}/preview`,
    summary: 'Get a file to be looked at; nothing is transformed',
    access: access.readFiles,
    headers: conditions,
    reply: 'bytes',
  },
  push: {
    method: 'GET',
    path: `${oneFile}/push`,
    summary: 'Get the image of a push notification by its signed link',
    access: { kind: 'public' },
    query: z.object({ project: z.string().default(''), jwt: z.string().default('') }),
    headers: conditions,
    reply: 'bytes',
  },
} as const satisfies Record<string, Endpoint>
