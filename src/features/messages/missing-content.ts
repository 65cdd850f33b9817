import { type Message, missingEmailContent, missingSmsContent } from '../../../contract/messages.ts'

/** What it lacks before it can be sent. A push without any text is for the app. */
export function missingContent(message: Message): readonly string[] {
  switch (message.providerType) {
    case 'email':
      return missingEmailContent(message.data)
    case 'sms':
      return missingSmsContent(message.data)
    case 'push':
      return []
  }
}
