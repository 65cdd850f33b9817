import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { Bucket } from '../../../contract/storage.ts'
import { problemOf } from '../../lib/api-error.ts'
import { sizeText } from '../../ui/size-text.ts'
import { toast } from '../../ui/toasts.ts'
import { sendFile } from './send-file.ts'
import { storageQueries } from './storage-queries.ts'

export interface FileUpload {
  readonly key: number
  readonly file: File
  readonly sent: number
  /** Why it did not get through; '' while it waits or goes. */
  readonly problem: string
  /** Whether trying again can help. */
  readonly canRetry: boolean
  readonly begun?: { readonly fileId: string; readonly pieces: number } | undefined
}

let made = 0

/** Files on their way into a bucket, one after the other; what got through is in the list of files. */
export function useUploads(bucket: Bucket) {
  const queryClient = useQueryClient()
  const [uploads, setUploads] = useState<readonly FileUpload[]>([])
  /** Of all that wait or go. */
  const controllers = useRef(new Map<number, AbortController>())
  useEffect(() => {
    const running = controllers.current
    return () => {
      for (const controller of running.values()) controller.abort()
    }
  }, [])

  const change = (key: number, to: Partial<FileUpload>) =>
    setUploads((all) => all.map((one) => (one.key === key ? { ...one, ...to } : one)))
  const drop = (key: number) => setUploads((all) => all.filter((one) => one.key !== key))

  async function run({ key, file, begun }: FileUpload) {
    const { signal } = controllers.current.get(key) ?? {}
    // Taken back while it waited.
    if (!signal) return
    let reached = begun
    change(key, { problem: '' })
    try {
      await sendFile({
        bucketId: bucket.$id,
        file,
        begun,
        signal,
        onProgress: (sent) => change(key, { sent }),
        onPiece: (to) => {
          reached = to
          change(key, { begun: to })
        },
      })
      drop(key)
      toast({ title: `“${file.name}” is uploaded`, tone: 'good' })
      await queryClient.invalidateQueries({ queryKey: storageQueries.all() })
    } catch (error) {
      if (signal.aborted) return
      change(key, { problem: problemOf(error)?.message ?? '', begun: reached })
    } finally {
      controllers.current.delete(key)
    }
  }

  function retry(upload: FileUpload) {
    controllers.current.set(upload.key, new AbortController())
    return run(upload)
  }

  async function add(files: readonly File[]) {
    const added = files.map((file): FileUpload => {
      made += 1
      const problem = refusalOf(bucket, file)
      return { key: made, file, sent: 0, problem, canRetry: problem === '' }
    })
    for (const { key, canRetry } of added) if (canRetry) controllers.current.set(key, new AbortController())
    setUploads((all) => [...all, ...added])
    for (const one of added) if (one.canRetry) await run(one)
  }

  function cancel({ key }: FileUpload) {
    controllers.current.get(key)?.abort()
    controllers.current.delete(key)
    drop(key)
  }

  return { uploads, add, cancel, retry }
}

/** What the server would say after all of it has been sent. */
function refusalOf({ maximumFileSize, allowedFileExtensions }: Bucket, file: File): string {
  const extension = /\.([^.]+)$/.exec(file.name)?.[1]?.toLowerCase() ?? ''
  if (file.size === 0) return 'The file is empty.'
  if (file.size > maximumFileSize)
    return `It has ${sizeText(file.size)}; the bucket takes up to ${sizeText(maximumFileSize)}.`
  const allowed = allowedFileExtensions.map((one) => one.toLowerCase())
  if (allowed.length > 0 && !allowed.includes(extension))
    return `The bucket takes only ${allowed.join(', ')}.`
  return ''
}
