import { createFileRoute, useNavigate } from '@tanstack/react-router'
import { peopleQueries } from '../../../../../features/people/people-queries.ts'
import { type PersonSearch, personSearch } from '../../../../../features/people/people-search.ts'
import { PersonFrame } from '../../../../../features/people/person-frame.tsx'
import { personName } from '../../../../../features/people/person-name.ts'
import { unread } from '../../../../../lib/search.ts'

export const Route = createFileRoute('/p/$projectId/people/$userId')({
  validateSearch: unread<PersonSearch>,
  loader: ({ context: { queryClient }, params: { userId } }) => queryClient.query(peopleQueries.get(userId)),
  head: ({ loaderData }) => ({ meta: [{ title: loaderData ? personName(loaderData) : 'Person' }] }),
  component: PersonRoute,
})

function PersonRoute() {
  // Not the route's own, which would leave the tab that one is on.
  const navigate = useNavigate()
  return (
    <PersonFrame
      userId={Route.useParams().userId}
      dialog={personSearch.parse(Route.useSearch()).dialog}
      onDialog={(dialog) =>
        navigate({ to: '.', search: (before) => ({ ...before, dialog }), resetScroll: false })
      }
    />
  )
}
