import type { Message } from '../../../contract/messages.ts'

/** What it is called: by its internal name, else by what its recipients see first. */
export function messageTitle(message: Message): string {
  return message.description || contentTitle(message) || untitled[message.providerType]
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
      return shortened(data.content)
    case 'push':
      return data.title || shortened(data.body ?? '')
  }
}

const untitled = { email: 'Without a subject', sms: 'Without a text', push: 'Without a title' } as const

const titleLength = 60

/** The first line of a text that has no title, as far as a title goes. */
function shortened(text: string): string {
  const [line = ''] = text.trim().split('\n')
  if (line.length <= titleLength) return line
  const cut = line.slice(0, titleLength)
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), titleLength - 20)).replace(/[\s.,;:–-]+$/, '')}…`
}
