// The composer of a new message as the URL holds it.
import * as z from 'zod'
import { timeZoneName } from '../../../contract/wire.ts'
import { searchText } from '../../lib/paging.ts'
import type { KnownOfEmail } from './email-form.ts'

export const composerSearch = z.object({
  /** What it has been saved as meanwhile. */
  draft: searchText,
  /** The topic that it is begun for. */
  topic: searchText,
  /** When it is to go out: where one comes from the calendar. All three, or none. */
  date: z.iso.date().optional().catch(undefined),
  time: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
    .optional()
    .catch(undefined),
  zone: timeZoneName.refine(Boolean).optional().catch(undefined),
})
export type ComposerSearch = z.output<typeof composerSearch>

/** What of a new message it says. */
export const knownOf = ({ date, time, zone, topic }: ComposerSearch): KnownOfEmail => ({
  at: date && time && zone ? { date, time, zone } : undefined,
  topic,
})
