// An e-mail as it goes over the wire. What is the same for all recipients is made once per content; a copy then costs a few
// header lines. Addresses go in as objects, never as text, and no control character reaches a header.
import { createHash } from 'node:crypto'
import { domainToASCII } from 'node:url'
import { compile } from 'html-to-text'
import MailComposer from 'nodemailer/lib/mail-composer'
import { encodeWord, foldLines } from 'nodemailer/lib/mime-funcs'
import MimeNode from 'nodemailer/lib/mime-node'
import { isEmailAddress } from '../../contract/wire.ts'
import type { EmailContent, Recipient } from './channel.ts'

export type Mailbox = { readonly name: string; readonly address: string }

export type Sender = {
  readonly from: Mailbox
  readonly replyTo: Mailbox
  /** For `X-Mailer`; none where empty. */
  readonly mailer: string
}

/** One copy: its head ends with the blank line. The body is one object for all copies of a content. */
export type Copy = { readonly messageId: string; readonly head: Buffer; readonly body: Buffer }

export type CopyOptions = {
  /** Whether the copy travels by SMTPUTF8 (RFC 6531). Only then may addresses outside ASCII stand in its headers. */
  readonly utf8: boolean
}

/** Makes the copy that goes to these recipients; several share one only where they are all that the message has. */
export async function composeCopy(
  sender: Sender,
  content: EmailContent,
  recipients: readonly Recipient[],
  options: CopyOptions,
): Promise<Copy> {
  const body = await composeBody(content)
  const messageId = messageIdOf(sender, content, recipients)
  const head = [
    ...commonHead(sender, content, options),
    header('To', addressees(content, recipients, options)),
    header('Date', new Date().toUTCString().replace('GMT', '+0000')),
    header('Message-ID', messageId),
    header('X-Carillon-Attempt', String(Math.max(...recipients.map(({ attempt }) => attempt)))),
    body.head,
  ]
  return { messageId, head: Buffer.from(`${head.join('\r\n')}\r\n\r\n`), body: body.bytes }
}

/**
 * The same for every attempt at a delivery, so that copies of one are recognized as such. All copies of a message with one
 * recipient carry the same, as they do when a mail program sends to somebody with a Cc.
 */
function messageIdOf(sender: Sender, content: EmailContent, recipients: readonly Recipient[]): string {
  const [first] = recipients
  if (!first) throw new Error('A copy goes to somebody.')
  const domain = sender.from.address.slice(sender.from.address.lastIndexOf('@') + 1)
  const about =
    content.soleRecipient === undefined
      ? [first.message, first.n, first.identifier, domain]
      : [first.message, content.soleRecipient, domain]
  const digest = createHash('sha256').update(JSON.stringify(about)).digest('hex').slice(0, 32)
  return `<${digest}@${asciiDomain(domain) || 'localhost'}>`
}

// --- The body -------------------------------------------------------------------------------------------------------

type Body = { readonly head: string; readonly bytes: Buffer }

const bodies = new WeakMap<EmailContent, Promise<Body>>()

/** Builds the body where that has not been done. Rejects where an attachment cannot be read. */
export async function bodySize(content: EmailContent): Promise<number> {
  return (await composeBody(content)).bytes.length
}

function composeBody(content: EmailContent): Promise<Body> {
  let body = bodies.get(content)
  if (!body) {
    body = buildBody(content)
    bodies.set(content, body)
    // An attachment that could not be read this time is read again next time.
    body.catch(() => bodies.delete(content))
  }
  return body
}

async function buildBody(content: EmailContent): Promise<Body> {
  const text = plainText(content)
  const composer = new MailComposer({
    text,
    ...(content.html ? { html: withCrlf(content.content) } : {}),
    attachments: await Promise.all(content.attachments.map(readAttachment)),
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  const built = await composer.compile().build()
  const end = built.indexOf('\r\n\r\n')
  return { head: contentHeaders(built.toString('latin1', 0, end)), bytes: built.subarray(end + 4) }
}

/** What the composer says of itself (MIME-Version, Content-…); its Date and Message-ID are each copy's own. */
function contentHeaders(head: string): string {
  const lines = head.split(/\r\n(?![ \t])/)
  return lines.filter((line) => /^(MIME-Version|Content-[\w-]+):/i.test(line)).join('\r\n')
}

async function readAttachment({ name, mimeType, content }: EmailContent['attachments'][number]) {
  return {
    filename: printable(name).replaceAll(/[/\\]/g, '_') || 'attachment',
    contentType: attachmentType(mimeType),
    contentDisposition: 'attachment' as const,
    content: await content(),
  }
}

/** A message or a multipart would be taken for a part of this e-mail, so such a file goes as plain bytes. */
function attachmentType(mimeType: string): string {
  return /^(?!multipart\/|message\/)[\w!#$&^.+-]+\/[\w!#$&^.+-]+$/i.test(mimeType)
    ? mimeType
    : 'application/octet-stream'
}

// Deeper than any mail people write; without a bound, nesting would exhaust the stack.
const toText = compile({
  wordwrap: 78,
  limits: { maxDepth: 200 },
  selectors: [
    { selector: 'a', options: { hideLinkHrefIfSameAsText: true } },
    { selector: 'img', format: 'skip' },
    { selector: 'h1', options: { uppercase: false } },
    { selector: 'h2', options: { uppercase: false } },
    { selector: 'h3', options: { uppercase: false } },
    { selector: 'h4', options: { uppercase: false } },
    { selector: 'h5', options: { uppercase: false } },
    { selector: 'h6', options: { uppercase: false } },
    { selector: 'table', options: { uppercaseHeaderCells: false } },
  ],
})

/** Mail made of pictures alone has no text; its subject stands in, since an empty part would show as an empty mail. */
function plainText({ content, html, subject }: EmailContent): string {
  if (!html) return withCrlf(content)
  return withCrlf(toText(content).trim() || subject)
}

/** Line ends as mail has them; a NUL must not occur at all (RFC 5321 §4.5.2 leaves it undefined). */
function withCrlf(text: string): string {
  return text.replaceAll('\0', '').replaceAll(/\r\n|\r|\n/g, '\r\n')
}

// --- Headers --------------------------------------------------------------------------------------------------------

const heads = new WeakMap<EmailContent, WeakMap<Sender, Map<boolean, readonly string[]>>>()

/** The lines that all copies by one sender share. */
function commonHead(sender: Sender, content: EmailContent, options: CopyOptions): readonly string[] {
  const bySender = kept(heads, content, () => new WeakMap<Sender, Map<boolean, readonly string[]>>())
  const byReach = kept(bySender, sender, () => new Map<boolean, readonly string[]>())
  return kept(byReach, options.utf8, () => buildCommonHead(sender, content, options))
}

function kept<Key, Value>(
  map: { get(key: Key): Value | undefined; set(key: Key, value: Value): unknown },
  key: Key,
  make: () => Value,
): Value {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
}

function buildCommonHead(sender: Sender, content: EmailContent, options: CopyOptions): readonly string[] {
  const cc = mailboxes(content.cc, options)
  return [
    header('From', mailbox(sender.from)),
    header('Reply-To', mailbox(sender.replyTo)),
    ...(cc === '' ? [] : [header('Cc', cc)]),
    header('Subject', textValue(content.subject)),
    ...(sender.mailer === '' ? [] : [header('X-Mailer', textValue(sender.mailer))]),
  ]
}

function addressees(content: EmailContent, recipients: readonly Recipient[], options: CopyOptions): string {
  const named =
    content.soleRecipient === undefined
      ? recipients.filter(({ role }) => role === 'to').map(({ identifier }) => identifier)
      : [content.soleRecipient]
  return mailboxes(named, options) || 'undisclosed-recipients:;'
}

function header(name: string, value: string): string {
  return foldLines(`${name}: ${value}`, 76)
}

function mailbox({ name, address }: Mailbox): string {
  const wire = toWireAddress(address)
  return MimeNode.encodeHeaderValue('From', [{ name: printable(name), address: wire ?? '' }])
}

function mailboxes(addresses: readonly string[], { utf8 }: CopyOptions): string {
  const wire = addresses.flatMap((address) => toWireAddress(address) ?? [])
  const fit = utf8 ? wire : wire.filter((address) => !needsUtf8(address))
  return MimeNode.encodeHeaderValue(
    'To',
    fit.map((address) => ({ name: '', address })),
  )
}

/** A word longer than a line may be (RFC 5322 §2.1.1: 998) can only be broken inside encoded words. */
function textValue(text: string): string {
  const clean = printable(text)
  return /\S{900}/.test(clean) ? encodeWord(clean, 'Q', 52) : MimeNode.encodeHeaderValue('Subject', clean)
}

/** Control characters and Unicode's line ends become blanks. */
function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()
}

// --- Addresses ------------------------------------------------------------------------------------------------------

/** An address as SMTP carries it: its domain in ASCII. Undefined where it is no e-mail address. */
export function toWireAddress(address: string): string | undefined {
  if (!isEmailAddress(address) || /[<>]/.test(address)) return undefined
  const at = address.lastIndexOf('@')
  const domain = asciiDomain(address.slice(at + 1))
  return domain === '' ? undefined : `${address.slice(0, at)}@${domain}`
}

/** Whether only a server with SMTPUTF8 can take this address. */
export function needsUtf8(address: string): boolean {
  return !isAscii(address)
}

function asciiDomain(domain: string): string {
  return isAscii(domain) ? domain : domainToASCII(domain)
}

function isAscii(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text)
}
