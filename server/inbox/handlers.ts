import type { inbox } from '../../contract/inbox.ts'
import type { Bytes, Handlers } from '../http/bind.ts'
import { contentDisposition } from '../http/content-disposition.ts'
import type { ProjectContext } from '../http/context.ts'
import { Refusal } from '../http/refusal.ts'
import { htmlHeaders, type Images, renderHtml } from './html.ts'
import { clearItems, deleteItem, getHtml, getItem, getSource, listItems } from './inbox.ts'
import { readAttachments } from './parse.ts'

export const inboxHandlers: Handlers<typeof inbox> = {
  list: ({ query }, { db, project }) => listItems(db, project.seq, query),
  get: ({ params }, { db, project }) => getItem(db, project.seq, params.itemId),
  source: ({ params }, context) => sendSource(context, params.itemId),
  html: ({ params, query }, context) => sendHtml(context, params.itemId, query.images),
  attachment: ({ params }, context) => sendAttachment(context, params.itemId, params.part),
  delete: async ({ params }, context) => {
    await deleteItem(context, params.itemId)
    return undefined
  },
  clear: async (_input, context) => {
    await clearItems(context)
    return undefined
  },
}

// Never a page of ours, whatever it says it is.
const asData = {
  'content-security-policy': "sandbox; default-src 'none'",
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
}

async function sendSource({ db, project }: ProjectContext, id: string): Promise<Bytes> {
  const { type, size, read } = await getSource(db, project.seq, id)
  const name = type === 'email' ? `${id}.eml` : type === 'push' ? `${id}.json` : `${id}.txt`
  return {
    bytes: read(),
    type: 'text/plain; charset=utf-8',
    headers: {
      ...asData,
      'content-length': String(size),
      'content-disposition': `inline; filename="${name}"`,
    },
  }
}

async function sendHtml({ db, project }: ProjectContext, id: string, images: Images): Promise<Bytes> {
  const page = await renderHtml(await getHtml(db, project.seq, id))
  return { bytes: Buffer.from(page), type: 'text/html; charset=utf-8', headers: htmlHeaders(images) }
}

async function sendAttachment({ db, project }: ProjectContext, id: string, part: string): Promise<Bytes> {
  const item = await getItem(db, project.seq, id)
  const facts = item.attachments.find((attachment) => String(attachment.part) === part)
  if (!facts) throw new Refusal('inbox_item_not_found')
  const source = await getSource(db, project.seq, id)
  const found = (await readAttachments(source.read()))[facts.part - 1]
  if (!found) throw new Refusal('inbox_item_not_found')
  const isPlain = /^(image\/(png|jpeg|gif|webp)|application\/pdf|text\/plain)$/i.test(facts.mimeType)
  return {
    bytes: found.content,
    type: isPlain ? facts.mimeType : 'application/octet-stream',
    headers: { ...asData, 'content-disposition': contentDisposition('attachment', facts.name) },
  }
}
