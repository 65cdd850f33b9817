import { Link } from '@tanstack/react-router'
import { useProject } from '../projects/use-project.ts'
import { type NavigationItem, navigation } from './navigation.ts'

export function NavigationList() {
  return (
    <nav aria-label="Project" className="grid gap-6">
      {navigation.map((group) => (
        <ul key={group[0]?.path} className="grid gap-0.5">
          {group.map((item) => (
            <li key={item.path}>
              <NavigationLink item={item} />
            </li>
          ))}
        </ul>
      ))}
    </nav>
  )
}

function NavigationLink({ item: { label, path, icon: Icon } }: { item: NavigationItem }) {
  const { $id } = useProject()
  return (
    <Link
      to={`/p/${$id}/${path}` as string}
      activeOptions={{ exact: path === '', includeSearch: false }}
      className="group flex min-h-9 items-center gap-3 rounded-control px-2 text-sm text-quiet hover:bg-hover hover:text-ink data-[status=active]:bg-accent-wash data-[status=active]:font-strong data-[status=active]:text-ink pointer-coarse:min-h-11"
    >
      <Icon aria-hidden="true" className="size-5 shrink-0 group-data-[status=active]:text-accent" />
      {label}
    </Link>
  )
}
