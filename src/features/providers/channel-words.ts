import type { ChannelType } from '../../../contract/resource.ts'

/** As a heading or a choice. */
export const channelTitles: Readonly<Record<ChannelType, string>> = {
  email: 'E-mail',
  sms: 'SMS',
  push: 'Push',
}

/** Within a sentence: "the default for e-mail". */
export const channelNouns: Readonly<Record<ChannelType, string>> = {
  email: 'e-mail',
  sms: 'SMS',
  push: 'push notifications',
}
