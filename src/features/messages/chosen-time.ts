// From the composer's date, time and zone to a moment. Zones need Temporal, which may have to be fetched; so it is a query.
import { type QueryClient, queryOptions } from '@tanstack/react-query'
import { type LocalTime, type Resolution, resolveLocalTime } from '../../lib/time.ts'
import type { EmailValues } from './email-form.ts'

export const chosenTimeQueries = {
  /** Null while the fields hold no whole date, time and zone. */
  resolve: ({ date, time, zone }: LocalTime) =>
    queryOptions({
      queryKey: ['chosenTime', date, time, zone],
      queryFn: async () => (await resolveLocalTime({ date, time, zone })) ?? null,
      staleTime: Number.POSITIVE_INFINITY,
    }),
}

export function instantOf(
  resolution: Resolution | null | undefined,
  reading: EmailValues['reading'],
): string | undefined {
  if (!resolution) return undefined
  return resolution.kind !== 'exact' && reading === 'other' ? resolution.other : resolution.instant
}

/** The moment that the fields name; undefined where it is "now", or nothing whole. */
export async function chosenInstant(
  queryClient: QueryClient,
  { when, at, reading }: Pick<EmailValues, 'when' | 'at' | 'reading'>,
): Promise<string | undefined> {
  if (when === 'now') return undefined
  return instantOf(await queryClient.query(chosenTimeQueries.resolve(at)), reading)
}
