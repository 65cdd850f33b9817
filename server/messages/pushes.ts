// Push notifications: what they carry beside what all messages have.
import type { Message, PushChange, PushDraft } from '../../contract/messages.ts'
import type { ProjectContext } from '../http/context.ts'
import { readFileName } from './files.ts'
import { createMessage, updateMessage } from './messages.ts'

/** Only what was set is kept: no empty text, no badge below 0, no flag that says no. */
export function createPush(context: ProjectContext, draft: PushDraft): Promise<Message> {
  const { fields, image, common } = apart(draft)
  const set = Object.entries(fields).filter(([key, value]) => isSet(key, value))
  const data = { ...Object.fromEntries(set), priority: fields.priority ?? 'high' }
  const named = image ? readFileName(image) : undefined
  return createMessage(context, {
    ...common,
    type: 'push',
    data: named ? { ...data, image: named } : data,
    files: { image: named },
  })
}

/** Field by field; a badge below 0 and a flag that says no are kept as they are given. An empty text takes its field away. */
export function updatePush(context: ProjectContext, id: string, change: PushChange): Promise<Message> {
  const { fields, image, common } = apart(change)
  const named = image ? readFileName(image) : undefined
  const given = Object.entries({ ...fields, image: image === '' ? image : named })
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => [key, value === '' ? undefined : value])
  const data = Object.fromEntries(given) as Record<string, unknown>
  return updateMessage(context, id, { ...common, type: 'push', data, files: { image: named } })
}

function apart<Fields extends PushChange>(all: Fields) {
  const { title, body, data, action, image, icon, sound, color, tag, badge, ...rest } = all
  const { contentAvailable, critical, priority, ...common } = rest
  const texts = { title, body, action, icon, sound, color, tag }
  return { fields: { ...texts, data, badge, contentAvailable, critical, priority }, image, common }
}

function isSet(key: string, value: unknown): boolean {
  if (key === 'badge') return typeof value === 'number' && value >= 0
  return value !== undefined && value !== '' && value !== false
}
