import type { InboxItem } from '../../../contract/inbox.ts'

export const itemTitle = ({ type, subject, preview }: InboxItem) =>
  subject || (type === 'email' ? 'Without a subject' : preview) || 'Empty'
