// Buckets and a bucket's files as the URL holds them.
import * as z from 'zod'
import { pageSearch, searchText } from '../../lib/paging.ts'

/** On each page of one bucket: whether it is about to be deleted. */
export const bucketSearch = z.object({ deleteBucket: z.literal(true).optional().catch(undefined) })
export type BucketSearch = z.output<typeof bucketSearch>

export const filesSearch = z.object({
  q: searchText,
  ...pageSearch,
  /** The file that is about to be deleted. */
  remove: searchText,
})
export type FilesSearch = z.output<typeof filesSearch>
export type FilesFilter = Omit<FilesSearch, 'remove'>
