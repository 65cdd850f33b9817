import { Link } from '@tanstack/react-router'
import { useProject } from '../projects/use-project.ts'
import { navigation, type Place } from './navigation.ts'

export function NavigationList() {
  return (
    <nav aria-label="Project" className="grid gap-6">
      {navigation.map((group) => (
        <ul key={group[0]?.to} className="grid gap-0.5">
          {group.map((place) => (
            <li key={place.to}>
              <PlaceLink place={place} />
            </li>
          ))}
        </ul>
      ))}
    </nav>
  )
}

function PlaceLink({ place: { label, to, icon: Icon } }: { place: Place }) {
  const { $id } = useProject()
  return (
    <Link
      to={to}
      params={{ projectId: $id }}
      // The overview's address is the beginning of all others.
      activeOptions={{ includeSearch: false, exact: to === '/p/$projectId' }}
      className="group flex min-h-9 items-center gap-3 rounded-control px-2 text-sm text-quiet hover:bg-hover hover:text-ink data-[status=active]:bg-accent-wash data-[status=active]:font-strong data-[status=active]:text-ink pointer-coarse:min-h-11"
    >
      <Icon aria-hidden="true" className="size-5 shrink-0 group-data-[status=active]:text-accent" />
      {label}
    </Link>
  )
}
