import { keepPreviousData, mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query'
import type { Sendable } from '../../../contract/endpoint.ts'
import { queries } from '../../../contract/queries.ts'
import { type Bucket, storage } from '../../../contract/storage.ts'
import { call } from '../../lib/client.ts'
import { pageQueries } from '../../lib/paging.ts'
import type { FilesFilter } from './storage-search.ts'

type Body<Name extends 'createBucket' | 'updateBucket'> = Sendable<(typeof storage)[Name]>['body']

/** A project has a handful. */
const mostBuckets = 500

export const storageQueries = {
  all: () => ['storage'] as const,
  /** In the order in which they were made. */
  buckets: () =>
    queryOptions({
      queryKey: [...storageQueries.all(), 'buckets'],
      queryFn: ({ signal }) =>
        call(storage.listBuckets, { query: { queries: [queries.limit(mostBuckets)] }, signal }),
    }),
  bucket: (bucketId: string) =>
    queryOptions({
      queryKey: [...storageQueries.all(), 'bucket', bucketId],
      queryFn: ({ signal }) => call(storage.getBucket, { params: { bucketId }, signal }),
    }),
  /** A page of a bucket's files, the newest first. */
  files: (bucketId: string, filter: FilesFilter) =>
    queryOptions({
      queryKey: [...storageQueries.all(), 'files', bucketId, filter],
      queryFn: ({ signal }) =>
        call(storage.listFiles, {
          params: { bucketId },
          query: {
            search: filter.q ?? '',
            queries: [queries.orderDesc('$createdAt'), ...pageQueries(filter)],
          },
          signal,
        }),
      placeholderData: keepPreviousData,
    }),
  fileTotal: (bucketId: string) =>
    queryOptions({
      queryKey: [...storageQueries.all(), 'fileTotal', bucketId],
      queryFn: async ({ signal }) => {
        const query = { queries: [queries.limit(1)] }
        const { total } = await call(storage.listFiles, { params: { bucketId }, query, signal })
        return total
      },
    }),
}

export const storageMutations = {
  createBucket: () =>
    mutationOptions({
      mutationFn: (body: Body<'createBucket'>) => call(storage.createBucket, { body }),
    }),
  updateBucket: (bucketId: string) =>
    mutationOptions({
      mutationFn: (body: Body<'updateBucket'>) => call(storage.updateBucket, { params: { bucketId }, body }),
    }),
  deleteBucket: () =>
    mutationOptions({
      mutationFn: (bucketId: string) => call(storage.deleteBucket, { params: { bucketId } }),
    }),
  deleteFile: (bucketId: string) =>
    mutationOptions({
      mutationFn: (fileId: string) => call(storage.deleteFile, { params: { bucketId, fileId } }),
    }),
}

/** Puts what the server answered in place at once, and has the rest looked at again. */
export function takeBucket(queryClient: QueryClient, bucket: Bucket): Promise<void> {
  queryClient.setQueryData(storageQueries.bucket(bucket.$id).queryKey, bucket)
  return queryClient.invalidateQueries({ queryKey: storageQueries.all() })
}
