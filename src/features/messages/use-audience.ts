import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { Message } from '../../../contract/messages.ts'
import { type EmailValues, hasAudience } from './email-form.ts'
import { type AudienceWish, messageQueries } from './message-queries.ts'

type Named = Pick<EmailValues, 'topics' | 'users' | 'targets' | 'cc' | 'bcc' | 'providerId'>

export const audienceWish = ({ topics, users, targets, cc, bcc, providerId }: Named): AudienceWish => ({
  providerType: 'email',
  topics,
  users,
  targets,
  cc,
  bcc,
  providerId,
})

/** Whom a message names, as it is saved. */
export function savedAudience(message: Message): AudienceWish {
  const { topics, users, targets, providerId, providerType, data } = message
  const copies = providerType === 'email' ? { cc: data.cc, bcc: data.bcc } : {}
  return { providerType, topics, users, targets, providerId, ...copies }
}

/** Whom an e-mail with these fields would reach now. */
export function useAudience(values: EmailValues) {
  const isAsked = hasAudience(values)
  const query = useQuery({
    ...messageQueries.audience(audienceWish(values)),
    enabled: isAsked,
    placeholderData: keepPreviousData,
  })
  return { ...query, data: isAsked ? query.data : undefined }
}
