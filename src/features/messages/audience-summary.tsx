import type { Audience } from '../../../contract/messages.ts'
import type { ChannelType } from '../../../contract/resource.ts'

export interface AudienceSummaryProps {
  audience: Audience
}

const reasons = {
  expired: 'expired',
  suppressed: 'suppressed after earlier failures',
} as const

/** Whom a message would reach, and whom it would not, and why. */
export function AudienceSummary({ audience }: AudienceSummaryProps) {
  const { duplicates, skipped, people, recipients, exact } = audience
  return (
    <>
      <p className="text-base font-strong tabular-nums">{recipientsText(audience)}</p>
      <ul className="grid gap-0.5 text-sm text-quiet tabular-nums">
        {people !== recipients && exact && <li>{plural(people, 'person', 'people')}</li>}
        {duplicates > 0 && (
          <li>
            {duplicates.toLocaleString()} reached in more than one way, {duplicates === 1 ? 'gets' : 'get'} it
            once
          </li>
        )}
        {skipped.map(({ reason, count }) => (
          <li key={reason}>
            {count.toLocaleString()} skipped: {reasons[reason]}
          </li>
        ))}
        {!exact && <li>Still counting.</li>}
      </ul>
    </>
  )
}

export const recipientsText = ({ recipients, exact }: Audience) =>
  `${exact ? '' : 'At least '}${plural(recipients, 'recipient', 'recipients')}`

/** "1 e-mail", "1,204 SMS", "at least 50,000 push notifications". */
export function copiesText({ recipients, exact }: Audience, type: ChannelType): string {
  const [one, many] = copies[type]
  return `${exact ? '' : 'at least '}${plural(recipients, one, many)}`
}

const copies = {
  email: ['e-mail', 'e-mails'],
  sms: ['SMS', 'SMS'],
  push: ['push notification', 'push notifications'],
} as const satisfies Record<ChannelType, readonly [string, string]>

export const plural = (count: number, one: string, many: string) =>
  `${count.toLocaleString()} ${count === 1 ? one : many}`
