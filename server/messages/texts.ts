// SMS: what they say beside what all messages have.
import type { Message, SmsChange, SmsData, SmsDraft } from '../../contract/messages.ts'
import type { ProjectContext } from '../http/context.ts'
import { createMessage, updateMessage } from './messages.ts'

export function createSms(context: ProjectContext, draft: SmsDraft): Promise<Message> {
  const { content, ...common } = draft
  const data: SmsData = { content }
  return createMessage(context, { ...common, type: 'sms', data, files: {} })
}

export function updateSms(context: ProjectContext, id: string, change: SmsChange): Promise<Message> {
  const { content, ...common } = change
  const data = content === undefined ? {} : { content }
  return updateMessage(context, id, { ...common, type: 'sms', data, files: {} })
}
