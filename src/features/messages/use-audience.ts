import { keepPreviousData, useQuery } from '@tanstack/react-query'
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
