import type { Message } from '../../../contract/messages.ts'

/** What it is called: by its internal name, else by what its recipients see first. */
export function messageTitle(message: Message): string {
  return message.description || contentTitle(message) || 'Without a subject'
}

/** What stands below the internal name in lists; '' where that is the title itself. */
export function messageSubtitle(message: Message): string {
  return message.description && contentTitle(message)
}

function contentTitle({ providerType, data }: Message): string {
  switch (providerType) {
    case 'email':
      return data.subject
    case 'sms':
      return data.content
    case 'push':
      return data.title || data.body || ''
  }
}
