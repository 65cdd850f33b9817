// E-mails: what they say beside what all messages have.
import type { EmailChange, EmailData, EmailDraft, Message } from '../../contract/messages.ts'
import type { ProjectContext } from '../http/context.ts'
import { readFileName } from './files.ts'
import { createMessage, updateMessage } from './messages.ts'

export function createEmail(context: ProjectContext, draft: EmailDraft): Promise<Message> {
  const { subject, content, html, cc, bcc, attachments, ...common } = draft
  const files = attachments.map(readFileName)
  const data: EmailData = { subject, content, html, cc, bcc, attachments: files }
  return createMessage(context, {
    ...common,
    type: 'email',
    data,
    copies: { cc, bcc },
    files: { attachments: files },
  })
}

export function updateEmail(context: ProjectContext, id: string, change: EmailChange): Promise<Message> {
  const { subject, content, html, cc, bcc, attachments, ...common } = change
  const files = attachments?.map(readFileName)
  const data = given({ subject, content, html, cc, bcc, attachments: files })
  return updateMessage(context, id, {
    ...common,
    type: 'email',
    data,
    copies: { cc, bcc },
    files: { attachments: files },
  })
}

function given(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}
