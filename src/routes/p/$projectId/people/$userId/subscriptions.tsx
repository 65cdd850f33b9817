import { createFileRoute } from '@tanstack/react-router'
import { usePerson } from '../../../../../features/people/use-person.ts'
import {
  type SubscriptionSearch,
  subscriptionSearch,
} from '../../../../../features/subscriptions/subscription-search.ts'
import { SubscriptionsOfPerson } from '../../../../../features/subscriptions/subscriptions-of-person.tsx'
import { unread } from '../../../../../lib/search.ts'

export const Route = createFileRoute('/p/$projectId/people/$userId/subscriptions')({
  validateSearch: unread<SubscriptionSearch>,
  head: () => ({ meta: [{ title: 'Subscriptions' }] }),
  component: SubscriptionsRoute,
})

function SubscriptionsRoute() {
  const user = usePerson(Route.useParams().userId)
  const navigate = Route.useNavigate()
  return (
    <SubscriptionsOfPerson
      user={user}
      search={subscriptionSearch.parse(Route.useSearch())}
      onSearch={(search) => navigate({ search, resetScroll: false })}
    />
  )
}
