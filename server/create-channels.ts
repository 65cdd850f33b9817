// Every channel there is.
import type { SendingKind } from '../contract/provider-kind.ts'
import { createApnsChannel } from './channels/apns/channel.ts'
import type { Channel, Channels } from './channels/channel.ts'
import type { Receive } from './channels/inbox/caught.ts'
import { createInboxChannel } from './channels/inbox/channel.ts'
import type { LookUp, Networks } from './channels/outbound.ts'
import { createSmtpChannel } from './channels/smtp/channel.ts'

export type ChannelOptions = {
  readonly networks: Networks
  /** Takes what test providers send. */
  readonly receive: Receive
  /** By kind: where its calls go instead of to the vendor. */
  readonly origins?: Readonly<Partial<Record<SendingKind, string>>>
  /** For tests: name servers in place of the system's. */
  readonly lookUp?: LookUp
}

export function createChannels({ networks, receive, origins = {}, lookUp }: ChannelOptions): Channels {
  return {
    smtp: createSmtpChannel({ networks, ...(lookUp && { lookUp }) }),
    apns: createApnsChannel({ networks, origin: origins.apns, lookUp }),
    inbox: createInboxChannel({ receive }),
  }
}

export async function closeChannels(channels: Channels): Promise<void> {
  await Promise.all(Object.values(channels).map((channel: Channel) => channel.close()))
}
