import { createFileRoute } from '@tanstack/react-router'
import { usePerson } from '../../../../../features/people/use-person.ts'
import { UpcomingOfPerson } from '../../../../../features/upcoming/upcoming-of-person.tsx'

export const Route = createFileRoute('/p/$projectId/people/$userId/upcoming')({
  head: () => ({ meta: [{ title: 'Upcoming' }] }),
  component: UpcomingRoute,
})

function UpcomingRoute() {
  return <UpcomingOfPerson user={usePerson(Route.useParams().userId)} />
}
