// Reads a raw e-mail into what people look at.
import type { Readable } from 'node:stream'
import { type Attachment, type ParsedMail, simpleParser } from 'mailparser'

export type HeaderLine = { readonly name: string; readonly value: string }

export type AttachmentFacts = {
  /** Counted from 1, in the order in which they stand in the e-mail. */
  readonly part: number
  readonly name: string
  readonly mimeType: string
  readonly size: number
  readonly contentId: string
  readonly inline: boolean
}

export type ParsedBody = {
  readonly text: string
  readonly html: string | null
  readonly attachments: readonly AttachmentFacts[]
}

export type ParsedEmail = ParsedBody & {
  readonly headers: readonly HeaderLine[]
  readonly subject: string
  readonly sender: string
}

// Bounds on what a hostile e-mail may cost. What lies beyond is in the raw source.
const limits = {
  maxHeadSize: 256 * 1024,
  maxChildNodes: 200,
  maxHtmlLengthToParse: 1_000_000,
}
const textLimit = 1_000_000
const htmlLimit = 4_000_000
const headerLimit = 500
const valueLimit = 10_000

function parse(raw: Buffer | Readable): Promise<ParsedMail> {
  return simpleParser(raw, {
    ...limits,
    // The preview puts pictures in by itself, and shows no HTML that was made of text.
    keepCidLinks: true,
    skipImageLinks: true,
    skipTextToHtml: true,
    checksumAlgo: false,
  })
}

/** An e-mail that is too strange to be read is kept as its headers and its source. */
export async function parseEmail(raw: Buffer): Promise<ParsedEmail> {
  const headers = readHeaders(raw)
  const mail = await parse(raw).catch(() => undefined)
  return {
    ...(mail ? bodyOf(mail) : unreadable),
    headers,
    subject: storable(mail?.subject ?? '', valueLimit),
    sender: storable(mail?.from?.text ?? '', valueLimit),
  }
}

const unreadable: ParsedBody = { text: '', html: null, attachments: [] }

const bodies = new WeakMap<Buffer, Promise<ParsedBody>>()

/** For copies of one content, that differ in some headers only: their body is read once. */
export function parseCopy(head: Buffer, body: Buffer): Promise<ParsedBody> {
  let parsed = bodies.get(body)
  if (!parsed) {
    parsed = parse(Buffer.concat([head, body])).then(bodyOf, () => unreadable)
    bodies.set(body, parsed)
  }
  return parsed
}

function bodyOf({ text = '', html, attachments }: ParsedMail): ParsedBody {
  return {
    text: storable(text, textLimit).trimEnd(),
    html: html ? storable(html, htmlLimit) : null,
    attachments: attachments.map(factsOf),
  }
}

function factsOf(attachment: Attachment, index: number): AttachmentFacts {
  return {
    part: index + 1,
    name: storable(attachment.filename ?? '', 255) || `attachment-${index + 1}`,
    mimeType: storable(attachment.contentType, 255),
    size: attachment.size,
    contentId: storable(attachment.cid ?? '', 255),
    inline: attachment.contentDisposition === 'inline' || attachment.related === true,
  }
}

/** As they stand in the source, each on one line. */
export function readHeaders(raw: Buffer): HeaderLine[] {
  const end = raw.indexOf('\r\n\r\n')
  const head = raw.toString('utf8', 0, Math.min(end === -1 ? raw.length : end, limits.maxHeadSize))
  return head
    .split(/\r?\n(?![ \t])/)
    .slice(0, headerLimit)
    .flatMap((line) => {
      const [, name, value = ''] = /^([!-9;-~]+)[ \t]*:([\s\S]*)$/.exec(line) ?? []
      return name ? [{ name, value: storable(value.replaceAll(/\r?\n[ \t]+/g, ' ').trim(), valueLimit) }] : []
    })
}

/** Attachments with their content, in the order of their parts. */
export async function readAttachments(source: Readable): Promise<readonly Attachment[]> {
  const { attachments } = await parse(source)
  return attachments
}

/** PostgreSQL has no NUL in text, and UTF-8 no half characters. */
export function storable(text: string, limit: number): string {
  return text
    .slice(0, limit)
    .replaceAll('\0', '')
    .replaceAll(/\p{Surrogate}/gu, '\ufffd')
}
