import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import UserPlus from 'lucide-react/icons/user-plus'
import { lazy, Suspense, useEffect } from 'react'
import { mostCounted } from '../../../contract/lists.ts'
import type { User } from '../../../contract/users.ts'
import { firstPage } from '../../lib/paging.ts'
import { useClosePanel } from '../../lib/panel.ts'
import { currentProject } from '../../lib/project.ts'
import { useListPage } from '../../lib/use-list-page.ts'
import { Button } from '../../ui/button.tsx'
import { DownloadButton } from '../../ui/download-button.tsx'
import { type ListFilter, ListFilters } from '../../ui/list-filters.tsx'
import { Page } from '../../ui/page.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { PagedTable } from '../../ui/paged-table.tsx'
import { toast } from '../../ui/toasts.ts'
import { useProjectZone } from '../projects/project-zone.ts'
import { useMay } from '../session/use-session.ts'
import { useShortcuts } from '../shell/use-shortcuts.ts'
import { peopleListPlace } from './people-list-place.ts'
import { peopleFile, peopleQueries } from './people-queries.ts'
import { type PeopleFilter, type PeopleSearch, peopleOrder } from './people-search.ts'
import { peopleColumns } from './people-table.tsx'
import { DeletePersonDialog, EditPersonDialog, NewPersonDialog } from './person-dialogs.ts'
import { personName } from './person-name.ts'

const NoPeople = lazy(async () => {
  const { NoPeople } = await import('./no-people.tsx')
  return { default: NoPeople }
})

const filtersIn = (zone: string): ListFilter<PeopleFilter>[] => [
  { key: 'state', label: 'State', words: { active: 'Not blocked', blocked: 'Blocked' } },
  { key: 'lacks', label: 'Without', words: { email: 'E-mail address', phone: 'Number' } },
  { days: 'Added', zone },
]

export interface PeoplePageProps {
  search: PeopleSearch
  onSearch: (search: PeopleSearch) => void
}

export function PeoplePage({ search, onSearch }: PeoplePageProps) {
  const { add, edit, remove, ...filter } = search
  const zone = useProjectZone()
  const list = useListPage(useQuery(peopleQueries.list(filter, zone)), ({ users }) => users, filter)
  const mayChange = useMay('editor')
  const tellAdded = useAddedToast()

  useEffect(() => peopleListPlace.remember(filter))

  const narrow = (change: PeopleFilter) => onSearch({ ...filter, ...firstPage, ...change })
  const addPerson = () => onSearch({ ...filter, add: true })
  const closeDialog = useClosePanel<PeopleSearch>('add', 'edit', 'remove')
  useShortcuts('People', mayChange ? [{ keys: 'c', label: 'Add a person', run: addPerson }] : [])

  return (
    <Page width="full">
      <PageHeader
        title="People"
        action={
          mayChange &&
          // Nobody to look through yet: the one action stands in the middle.
          !list.isUnused && (
            <Button variant="primary" icon={<UserPlus aria-hidden="true" />} hint="c" onClick={addPerson}>
              Add a person
            </Button>
          )
        }
      />
      {!list.isUnused && (
        <ListFilters filters={filtersIn(zone)} search={filter} onNarrow={narrow} searchLabel="Search people">
          <span className="ml-auto max-sm:hidden">
            <DownloadButton label="Download these people as CSV" address={() => peopleFile(filter, zone)} />
          </span>
        </ListFilters>
      )}
      <PagedTable
        label="People"
        columns={peopleColumns}
        list={list}
        capped={list.total === mostCounted}
        onPage={narrow}
        sort={peopleOrder.shown(filter.order)}
        onSort={(column) => narrow({ order: peopleOrder.pressed(filter.order, column) })}
        empty={<NoPeople search={filter} onSearch={onSearch} onAdd={mayChange ? addPerson : undefined} />}
        words={{
          failed: 'The people could not be loaded',
          lost: 'The person it began at has been deleted.',
          gone: 'Whoever was on it has been deleted.',
        }}
      />
      <Suspense>
        {add && mayChange && (
          <NewPersonDialog
            onClose={closeDialog}
            onAdded={(user) => {
              tellAdded(user)
              void closeDialog()
            }}
          />
        )}
        {edit && mayChange && <EditPersonDialog userId={edit} onClose={closeDialog} />}
        {remove && mayChange && <DeletePersonDialog userId={remove} onClose={closeDialog} />}
      </Suspense>
    </Page>
  )
}

function useAddedToast() {
  const navigate = useNavigate()
  return (user: User) =>
    toast({
      title: `${personName(user)} is added`,
      tone: 'good',
      actions: [
        {
          label: 'Open',
          onSelect: () =>
            navigate({
              to: '/p/$projectId/people/$userId',
              params: { projectId: currentProject(), userId: user.$id },
            }),
        },
      ],
    })
}
