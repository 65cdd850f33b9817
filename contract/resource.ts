import * as z from 'zod'
import { instant } from './wire.ts'

/** What every stored thing has. */
export const resource = z.object({ $id: z.string(), $createdAt: instant, $updatedAt: instant })

export const channelTypes = ['email', 'sms', 'push'] as const
export const channelType = z.enum(channelTypes)
export type ChannelType = z.infer<typeof channelType>
