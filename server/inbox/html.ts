// The HTML part of a caught e-mail, for a frame of its own. It is hostile: it gets no scripts, no forms, no origin, and nothing
// from the network unless pictures are asked for. What keeps it in is the policy; what is rewritten here is for comfort.
import type { Html } from './inbox.ts'
import { readAttachments } from './parse.ts'

export type Images = 'none' | 'remote'

/** Pictures put into the page, in bytes. */
const inlineLimit = 10 * 1024 * 1024

export function htmlHeaders(images: Images): Record<string, string> {
  const policy = [
    'sandbox allow-popups allow-popups-to-escape-sandbox',
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    `img-src data:${images === 'remote' ? ' https: http:' : ''}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
  ]
  return {
    'content-security-policy': policy.join('; '),
    'x-frame-options': 'SAMEORIGIN',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    // It has no origin, and so none of which it could share or not share a process.
    'origin-agent-cluster': '?0',
    'cache-control': 'no-store',
  }
}

/** A whole page: what the e-mail says of its own frame (doctype, charset, base) comes second and so does not count. */
export async function renderHtml(item: Html): Promise<string> {
  // What mail programs begin with, as in the preview; whatever the e-mail says of itself comes after it.
  const style = '<style>body { margin: 16px; font-family: sans-serif }</style>'
  return `<!doctype html><meta charset=utf-8><base target=_blank>${style}${withPictures(safeLinks(item.html), await picturesOf(item))}`
}

/**
 * Links open elsewhere and learn nothing of us. Of an attribute given twice the first counts, so ours goes first, whatever
 * follows; without quotes, so that where a text only looks like a tag nothing changes its meaning.
 */
function safeLinks(html: string): string {
  return html.replaceAll(/<(a|area)(?=[\s/>])/gi, '<$1 target=_blank rel=noopener ')
}

async function picturesOf({ html, attachments, source }: Html): Promise<ReadonlyMap<string, string>> {
  const named = attachments.some(({ contentId }) => contentId !== '')
  if (!named || !/cid:/i.test(html)) return new Map()
  const pictures = new Map<string, string>()
  let left = inlineLimit
  for (const { cid, contentType, content } of await readAttachments(source.read())) {
    if (!cid || !/^image\/[\w.+-]+$/i.test(contentType) || content.length > left) continue
    left -= content.length
    pictures.set(cid, `data:${contentType};base64,${content.toString('base64')}`)
  }
  return pictures
}

function withPictures(html: string, pictures: ReadonlyMap<string, string>): string {
  if (pictures.size === 0) return html
  return html.replaceAll(
    /cid:([^"'\s<>)]+)/gi,
    (whole, id: string) => pictures.get(id) ?? pictures.get(decoded(id)) ?? whole,
  )
}

function decoded(id: string): string {
  try {
    return decodeURIComponent(id)
  } catch {
    return id
  }
}
