// How a file goes up: at once, or in the pieces that the contract names, one after the other.
import { chunkSize, type StoredFile, storage } from '../../../contract/storage.ts'
import { upload } from '../../lib/upload.ts'

export interface Sending {
  readonly bucketId: string
  readonly file: File
  /** Where it has begun before: what it is called, and how many pieces are there. */
  readonly begun?: { readonly fileId: string; readonly pieces: number } | undefined
  readonly signal: AbortSignal
  readonly onProgress: (sent: number) => void
  /** A piece is there, and need not be sent again. */
  readonly onPiece: (begun: { fileId: string; pieces: number }) => void
}

export async function sendFile({ begun, ...sending }: Sending): Promise<StoredFile> {
  const { bucketId, file, signal, onProgress, onPiece } = sending
  const pieces = Math.max(1, Math.ceil(file.size / chunkSize))
  let fileId = begun?.fileId
  let reply: StoredFile | undefined
  for (let piece = begun?.pieces ?? 0; piece < pieces; piece++) {
    const start = piece * chunkSize
    const end = Math.min(file.size, start + chunkSize)
    reply = await upload(storage.createFile, {
      params: { bucketId },
      fields: { fileId: fileId ?? 'unique()' },
      file: pieces === 1 ? file : file.slice(start, end, file.type),
      fileName: file.name,
      headers: {
        ...(pieces > 1 && { 'Content-Range': `bytes ${start}-${end - 1}/${file.size}` }),
        ...(pieces > 1 && fileId && { 'X-Appwrite-Id': fileId }),
      },
      signal,
      onProgress: (sent) => onProgress(Math.min(end, start + sent)),
    })
    fileId = reply.$id
    if (pieces > 1) onPiece({ fileId, pieces: piece + 1 })
  }
  if (!reply) throw new Error('a file that was all there has been sent again')
  return reply
}
