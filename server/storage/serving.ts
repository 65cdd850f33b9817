// A file goes out. Whoever uploaded it may mean harm: nothing of it ever runs as a page of ours, whatever it says it is.
import type { FileConditions } from '../../contract/storage.ts'
import type { Db } from '../db/database.ts'
import type { Bytes } from '../http/bind.ts'
import { contentDisposition } from '../http/content-disposition.ts'
import { Refusal } from '../http/refusal.ts'
import type { FileRow } from './file.ts'
import { readBytes } from './pieces.ts'

/** `link`: by its signed address, for devices and the push services that fetch for them. */
export type Purpose = 'download' | 'view' | 'link'

export function serveFile(db: Db, file: FileRow, asked: FileConditions, purpose: Purpose): Bytes {
  const tag = `"${file.signature}"`
  const { type, disposition } = shapeOf(file, purpose)
  const headers = {
    ...asData,
    ...(purpose === 'link' ? forAnybody : {}),
    etag: tag,
    'accept-ranges': 'bytes',
    'content-disposition': contentDisposition(disposition, file.name),
  }
  if (isKnown(asked['if-none-match'], tag)) return { bytes: undefined, type, headers, status: 304 }

  const range = isKnown(asked['if-range'] ?? tag, tag) ? readRange(asked.range, file.size) : undefined
  if (!range) {
    const length = { 'content-length': String(file.size) }
    return { bytes: readBytes(db, file), type, headers: { ...headers, ...length } }
  }
  const { from, to } = range
  const part = {
    'content-length': String(to - from),
    'content-range': `bytes ${from}-${to - 1}/${file.size}`,
  }
  return { bytes: readBytes(db, file, from, to), type, headers: { ...headers, ...part }, status: 206 }
}

const asData = {
  'content-security-policy': "sandbox; default-src 'none'",
  'x-content-type-options': 'nosniff',
  // In the sandbox it has no origin, and so none of which it could share or not share a process.
  'origin-agent-cluster': '?0',
  // Asked for again each time, and not sent again while it is the same: who may see it can change.
  'cache-control': 'private, no-cache',
}

/** The link is the right to see it, for fifteen days. */
const forAnybody = {
  'cache-control': 'private, max-age=1296000',
  'cross-origin-resource-policy': 'cross-origin',
}

/** What a browser shows without running any of it. */
const shown =
  /^(image\/(png|jpeg|gif|webp|avif|bmp)|(audio|video)\/(mpeg|mp4|ogg|wav|webm|aac|flac)|text\/plain)$/
/** What is text, and would be more than that under its own name. */
const textual = /^(text\/.+|application\/(json|xml|xhtml\+xml|javascript)|image\/svg\+xml|message\/rfc822)$/

function shapeOf(
  { mime_type: type }: FileRow,
  purpose: Purpose,
): { type: string; disposition: 'attachment' | 'inline' } {
  if (purpose === 'download') return { type, disposition: 'attachment' }
  if (shown.test(type)) return { type: named(type), disposition: 'inline' }
  return textual.test(type)
    ? { type: named('text/plain'), disposition: 'inline' }
    : { type: 'application/octet-stream', disposition: 'attachment' }
}

function named(type: string): string {
  return type === 'text/plain' ? 'text/plain; charset=utf-8' : type
}

/** Of a list of tags, weak ones too. */
function isKnown(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false
  return header
    .split(',')
    .map((one) => one.trim().replace(/^W\//, ''))
    .some((one) => one === tag || one === '*')
}

/**
 * One range of bytes, up to and without `to` (RFC 9110 §14.1.2). Undefined where the whole is to be sent: nothing is asked for, or
 * several ranges, or something that is not counted in bytes.
 */
export function readRange(
  header: string | undefined,
  size: number,
): { readonly from: number; readonly to: number } | undefined {
  if (header === undefined || !/^bytes=/i.test(header) || header.includes(',')) return undefined
  const [, first = '', last = ''] = /^bytes=\s*(\d{0,15})-(\d{0,15})\s*$/i.exec(header) ?? []
  const from = first === '' ? Math.max(0, size - Number(last)) : Number(first)
  const to = first === '' || last === '' ? size : Math.min(size, Number(last) + 1)
  if (first + last === '' || from >= to) throw new Refusal('storage_invalid_range')
  return { from, to }
}
