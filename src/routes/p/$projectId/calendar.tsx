import { createFileRoute } from '@tanstack/react-router'
import { firstWeekday } from '../../../features/calendar/calendar-days.ts'
import { CalendarPage } from '../../../features/calendar/calendar-page.tsx'
import { calendarQueries } from '../../../features/calendar/calendar-queries.ts'
import { type CalendarSearch, calendarSearch, shownBy } from '../../../features/calendar/calendar-search.ts'
import { unread } from '../../../lib/search.ts'

export const Route = createFileRoute('/p/$projectId/calendar')({
  validateSearch: unread<CalendarSearch>,
  loaderDeps: ({ search: { message: _, ...search } }) => search,
  loader: ({ context: { queryClient, project }, deps }) => {
    const search = calendarSearch.parse(deps)
    const { span, zone } = shownBy(search, project.timeZone, firstWeekday())
    queryClient.query(calendarQueries.days(span, zone, search)).catch(() => {})
  },
  head: () => ({ meta: [{ title: 'Calendar' }] }),
  component: CalendarRoute,
})

function CalendarRoute() {
  const navigate = Route.useNavigate()
  return (
    <CalendarPage
      search={calendarSearch.parse(Route.useSearch())}
      onSearch={(search, isStep = false) => navigate({ search, replace: isStep, resetScroll: false })}
    />
  )
}
