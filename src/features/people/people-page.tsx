import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import UserPlus from 'lucide-react/icons/user-plus'
import { lazy, Suspense, useEffect } from 'react'
import type { User } from '../../../contract/users.ts'
import { ApiError, problemOf } from '../../lib/api-error.ts'
import { dayRangeText } from '../../lib/day-range.ts'
import { cutPage, defaultPageSize } from '../../lib/paging.ts'
import { useClosePanel } from '../../lib/panel.ts'
import { currentProject } from '../../lib/project.ts'
import { viewerZone } from '../../lib/time.ts'
import { useLastKnown } from '../../lib/use-last-known.ts'
import { Button } from '../../ui/button.tsx'
import { DayRangeFilter } from '../../ui/day-range-filter.tsx'
import { DownloadButton } from '../../ui/download-button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { FacetFilter } from '../../ui/facet-filter.tsx'
import { FilterChips } from '../../ui/filter-chips.tsx'
import { Page } from '../../ui/page.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Pager } from '../../ui/pager.tsx'
import { SearchInput } from '../../ui/search-input.tsx'
import { Table } from '../../ui/table.tsx'
import { toast } from '../../ui/toasts.ts'
import { useProject } from '../projects/use-project.ts'
import { useMay } from '../session/use-session.ts'
import { useShortcuts } from '../shell/use-shortcuts.ts'
import { rememberPeopleList } from './people-list-place.ts'
import { peopleFile, peopleQueries } from './people-queries.ts'
import {
  defaultOrder,
  isNarrowed,
  type PeopleSearch,
  type PersonLack,
  type PersonState,
} from './people-search.ts'
import { peopleColumns } from './people-table.tsx'
import { DeletePersonDialog, EditPersonDialog, NewPersonDialog } from './person-dialogs.ts'
import { personName } from './person-name.ts'

const stateWords: Record<PersonState, string> = { active: 'Not blocked', blocked: 'Blocked' }
const lackWords: Record<PersonLack, string> = { email: 'E-mail address', phone: 'Number' }
const optionsOf = (words: Readonly<Record<string, string>>) =>
  Object.entries(words).map(([value, label]) => ({ value, label }))
const stateOptions = optionsOf(stateWords)
const lackOptions = optionsOf(lackWords)

const NoPeople = lazy(async () => {
  const { NoPeople } = await import('./no-people.tsx')
  return { default: NoPeople }
})

export interface PeoplePageProps {
  search: PeopleSearch
  onSearch: (search: PeopleSearch) => void
}

export function PeoplePage({ search, onSearch }: PeoplePageProps) {
  const { add, edit, remove, ...filter } = search
  const { q = '', state = [], lacks = [], order = defaultOrder, size = defaultPageSize } = filter
  const zone = useProject().timeZone || viewerZone()
  const { data, error, isPlaceholderData, isFetching, refetch } = useQuery(peopleQueries.list(filter, zone))
  const mayChange = useMay('editor')
  const known = useLastKnown(data)
  const page = known && cutPage(known.users, filter)
  const isFirst = filter.after === undefined && filter.before === undefined
  const isLost = error instanceof ApiError && error.type === 'general_cursor_not_found'
  const problem = problemOf(error)
  // Nobody to look through yet: the one action stands in the middle.
  const isUnused = data?.total === 0 && !isNarrowed(filter) && isFirst
  const chips = chipsOf(search)

  useEffect(() => rememberPeopleList(filter))

  /** Another filter begins at its first page; what else is in the URL stays. */
  const narrow = (change: Partial<PeopleSearch>) =>
    onSearch(withoutEmpty({ ...search, ...firstPage, ...change }))
  const addPerson = () => onSearch({ ...filter, add: true })
  const closeDialog = useClosePanel<PeopleSearch>('add', 'edit', 'remove')
  useShortcuts('People', mayChange ? [{ keys: 'c', label: 'Add a person', run: addPerson }] : [])
  const tellAdded = useAddedToast()

  return (
    <Page width="full">
      <PageHeader
        title="People"
        action={
          mayChange &&
          !isUnused && (
            <Button variant="primary" icon={<UserPlus aria-hidden="true" />} hint="c" onClick={addPerson}>
              Add a person
            </Button>
          )
        }
      />
      {!isUnused && (
        <div className="mb-4 flex flex-wrap items-center gap-2">
          <SearchInput label="Search people" value={q} onSearch={(text) => narrow({ q: text })} />
          <FacetFilter
            label="State"
            options={stateOptions}
            chosen={state}
            onChange={(chosen) => narrow({ state: chosen as PersonState[] })}
          />
          <FacetFilter
            label="Without"
            options={lackOptions}
            chosen={lacks}
            onChange={(chosen) => narrow({ lacks: chosen as PersonLack[] })}
          />
          <DayRangeFilter label="Added" range={search} onChange={narrow} zone={zone} />
          <span className="ml-auto max-sm:hidden">
            <DownloadButton label="Download these people as CSV" address={() => peopleFile(filter, zone)} />
          </span>
        </div>
      )}
      {chips.length > 0 && (
        <div className="mb-4">
          <FilterChips
            chips={chips}
            onRemove={(chip) => narrow(without(search, chip))}
            onReset={() => narrow({ state: undefined, lacks: undefined, from: undefined, to: undefined })}
          />
        </div>
      )}
      <Table
        label="People"
        columns={peopleColumns}
        rows={page?.rows ?? (error ? [] : undefined)}
        rowKey={({ $id }) => $id}
        stale={isPlaceholderData}
        sort={{ by: order.replace('-', ''), direction: order.startsWith('-') ? 'desc' : 'asc' }}
        onSort={(column) => narrow({ order: nextOrder(order, column) })}
        empty={
          <Suspense>
            <NoPeople search={search} onSearch={onSearch} onAdd={mayChange ? addPerson : undefined} />
          </Suspense>
        }
        error={
          problem && (
            <ErrorNotice
              title={isLost ? 'This page of the list is gone' : 'The people could not be loaded'}
              problem={isLost ? { message: 'The person it began at has been deleted.' } : problem}
              onRetry={isLost ? () => narrow({}) : () => void refetch()}
              retrying={isFetching}
            />
          )
        }
      />
      {data && page && page.rows.length > 0 && (
        <Pager
          count={page.rows.length}
          before={isFirst ? 0 : undefined}
          total={data.total}
          capped={data.total === countedAtMost}
          onPrevious={page.previous && (() => narrow({ ...page.previous }))}
          onNext={page.next && (() => narrow({ ...page.next }))}
          pageSize={size}
          onPageSize={(chosen) => narrow({ size: chosen === defaultPageSize ? undefined : chosen })}
        />
      )}
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

/** As many the server counts. */
const countedAtMost = 100_000

const firstPage = { after: undefined, before: undefined }

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

/** The same column again turns the order round; names and addresses begin at A, days at the newest. */
function nextOrder(order: NonNullable<PeopleSearch['order']>, column: string): PeopleSearch['order'] {
  const [up, down] =
    column === 'name'
      ? (['name', '-name'] as const)
      : column === 'email'
        ? (['email', '-email'] as const)
        : (['-added', 'added'] as const)
  const next = order === up ? down : up
  return next === defaultOrder ? undefined : next
}

function chipsOf({ state = [], lacks = [], from, to }: PeopleSearch) {
  return [
    ...state.map((one) => ({ id: `state:${one}`, label: 'State', value: stateWords[one] })),
    ...lacks.map((one) => ({ id: `lacks:${one}`, label: 'Without', value: lackWords[one] })),
    ...(from || to ? [{ id: 'added', label: 'Added', value: dayRangeText({ from, to }) }] : []),
  ]
}

/** The search's change that takes a chip away. */
function without({ state, lacks }: PeopleSearch, chip: string): Partial<PeopleSearch> {
  if (chip === 'added') return { from: undefined, to: undefined }
  const [kind, value] = chip.split(':')
  return kind === 'state'
    ? { state: state?.filter((one) => one !== value) }
    : { lacks: lacks?.filter((one) => one !== value) }
}

/** Defaults stay out of the URL. */
function withoutEmpty({ q, state, lacks, ...rest }: PeopleSearch): PeopleSearch {
  return {
    ...rest,
    q: q || undefined,
    state: state?.length ? state : undefined,
    lacks: lacks?.length ? lacks : undefined,
  }
}
