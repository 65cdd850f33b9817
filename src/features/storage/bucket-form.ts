// What is asked of a bucket: sizes in MB, extensions as people write them, permissions in plain words.
import * as z from 'zod'
import { type Bucket, type BucketChange, bucketDraft, largestFile } from '../../../contract/storage.ts'

const mega = 1_000_000
const { name, bucketId, permissions, allowedFileExtensions } = bucketDraft.shape

export const bucketLabels = {
  name: 'Name',
  bucketId: 'ID',
  largestMegabytes: 'Largest file',
  extensions: 'Kinds of files',
  opening: 'Who may use it from an app',
  permissions: 'Permissions',
}

/** What of a bucket is open to those who have signed up in an app, where it is nothing special. */
export const openings = {
  closed: [],
  reading: ['read("users")'],
  uploading: ['read("users")', 'create("users")'],
} as const satisfies Record<string, readonly string[]>

type Opening = keyof typeof openings | 'special'

export const openingWords: Readonly<Record<Opening, { label: string; help: string }>> = {
  closed: { label: 'Nobody', help: 'Only administrators, and programs with an API key.' },
  reading: { label: 'Signed-in people read', help: 'Whoever has signed in may see and download its files.' },
  uploading: {
    label: 'Signed-in people read and upload',
    help: 'Whoever has signed in may also add files.',
  },
  special: { label: 'Something else', help: 'In Appwrite’s words, one permission a line.' },
}

const byOpening = Object.keys(openingWords) as Opening[]
export const openingOptions = byOpening.map((value) => ({ value, ...openingWords[value] }))

/** Which of them it is, whatever the order. */
export function openingOf(granted: readonly string[]): Opening {
  const isIt = (wanted: readonly string[]) =>
    wanted.length === granted.length && wanted.every((permission) => granted.includes(permission))
  const known = Object.entries(openings).find(([, wanted]) => isIt(wanted))
  return (known?.[0] as Opening | undefined) ?? 'special'
}

const wordsOf = (text: string) => text.split(/[\s,;]+/).filter(Boolean)
const linesOf = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)

/** Each of a list held against the contract: what is wrong is named. */
function listed<Item>(schema: z.ZodType<Item[]>, read: (text: string) => string[]) {
  return z.string().transform((text, context): Item[] => {
    const items = read(text)
    const result = schema.safeParse(items)
    if (result.success) return result.data
    const [issue] = result.error.issues
    const wrong = items[Number(issue?.path[0])]
    context.addIssue({
      code: 'custom',
      message: wrong ? `${issue?.message}; “${wrong}” is not` : issue?.message,
    })
    return z.NEVER
  })
}

export const bucketForm = z.object({
  name,
  bucketId: bucketId.or(z.literal('')),
  largestMegabytes: z
    .string()
    .transform((text) => Math.round(Number(text.replace(',', '.') || Number.NaN) * mega))
    .refine((bytes) => bytes >= 1 && bytes <= largestFile, `must be a number up to ${largestFile / mega}`),
  extensions: listed(allowedFileExtensions.unwrap(), (text) =>
    wordsOf(text).map((word) => word.replace(/^\*?\./, '').toLowerCase()),
  ),
  opening: z.enum(byOpening),
  permissions: listed(permissions.unwrap(), linesOf),
  fileSecurity: z.boolean(),
  enabled: z.boolean(),
})

export type BucketValues = z.input<typeof bucketForm>
type ReadBucket = z.output<typeof bucketForm>

export const newBucketValues: BucketValues = {
  name: '',
  bucketId: '',
  largestMegabytes: String(largestFile / mega),
  extensions: '',
  opening: 'closed',
  permissions: '',
  fileSecurity: false,
  enabled: true,
}

export const bucketValues = (bucket: Bucket): BucketValues => ({
  name: bucket.name,
  bucketId: '',
  largestMegabytes: String(bucket.maximumFileSize / mega),
  extensions: bucket.allowedFileExtensions.join(', '),
  opening: openingOf(bucket.$permissions),
  permissions: openingOf(bucket.$permissions) === 'special' ? bucket.$permissions.join('\n') : '',
  fileSecurity: bucket.fileSecurity,
  enabled: bucket.enabled,
})

/** A bucket is put as a whole: what the form does not ask for is sent as it is. */
export function toBucket(read: ReadBucket, before?: Bucket) {
  const { compression, encryption, antivirus, transformations } = before ?? unasked
  return {
    name: read.name,
    maximumFileSize: read.largestMegabytes,
    allowedFileExtensions: read.extensions,
    permissions: read.opening === 'special' ? read.permissions : [...openings[read.opening]],
    fileSecurity: read.fileSecurity,
    enabled: read.enabled,
    compression,
    encryption,
    antivirus,
    transformations,
  } satisfies BucketChange
}

const unasked = { compression: 'none', encryption: true, antivirus: true, transformations: true } as const
