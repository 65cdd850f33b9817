// E-mails: what they say beside what all messages have.
import type { EmailChange, EmailData, EmailDraft, Message } from '../../contract/messages.ts'
import type { ProjectContext } from '../http/context.ts'
import { createMessage, updateMessage } from './messages.ts'

export function createEmail(context: ProjectContext, draft: EmailDraft): Promise<Message> {
  const { subject, content, html, cc, bcc, attachments, ...common } = draft
  const data: EmailData = { subject, content, html, cc, bcc, attachments: attachments.map(storedFile) }
  return createMessage(context, {
    ...common,
    type: 'email',
    data,
    copies: { cc, bcc },
    files: { attachments },
  })
}

export function updateEmail(context: ProjectContext, id: string, change: EmailChange): Promise<Message> {
  const { subject, content, html, cc, bcc, attachments, ...common } = change
  const data = given({ subject, content, html, cc, bcc, attachments: attachments?.map(storedFile) })
  return updateMessage(context, id, {
    ...common,
    type: 'email',
    data,
    copies: { cc, bcc },
    files: { attachments },
  })
}

/** `bucketId:fileId`; what follows a second colon is not used. */
function storedFile(compoundId: string): EmailData['attachments'][number] {
  const [bucketId = '', fileId = ''] = compoundId.split(':')
  return { bucketId, fileId }
}

function given(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}
