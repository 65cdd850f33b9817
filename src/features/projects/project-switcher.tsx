import Check from 'lucide-react/icons/check'
import ChevronsUpDown from 'lucide-react/icons/chevrons-up-down'
import Plus from 'lucide-react/icons/plus'
import Search from 'lucide-react/icons/search'
import { Menu, MenuItem, MenuLink, MenuSeparator } from '../../ui/menu.tsx'
import { useMay, useSession } from '../session/use-session.ts'
import { useProject } from './use-project.ts'

/** As many as can be looked over in a menu; the others are searched for. */
const listed = 8

export interface ProjectSwitcherProps {
  onSearch: () => void
}

/** The project's name, and the way to the others where there are any to go to or to add. */
export function ProjectSwitcher({ onSearch }: ProjectSwitcherProps) {
  const project = useProject()
  const { projects } = useSession()
  const mayAdd = useMay('owner')
  if (projects.length === 1 && !mayAdd)
    return <p className="truncate px-2 py-2 text-sm font-strong">{project.name}</p>

  const others = projects.filter(({ $id }) => $id !== project.$id)
  const near = [project, ...others].slice(0, listed)
  return (
    <Menu
      align="start"
      trigger={
        <button
          type="button"
          className="flex min-h-10 w-full min-w-0 items-center gap-2 rounded-control px-2 text-left text-sm font-strong hover:bg-hover data-[state=open]:bg-hover pointer-coarse:min-h-11"
        >
          <span className="sr-only">Project: </span>
          <span className="min-w-0 grow truncate">{project.name}</span>
          <ChevronsUpDown aria-hidden="true" className="size-4 shrink-0 text-quiet" />
        </button>
      }
    >
      {near.map(({ $id, name }) => (
        <MenuLink
          key={$id}
          to="/p/$projectId"
          params={{ projectId: $id }}
          // A page load: one page stays in one project.
          reloadDocument
          preload={false}
          icon={$id === project.$id ? <Check aria-hidden="true" /> : <span className="size-4" />}
        >
          {name}
        </MenuLink>
      ))}
      {projects.length > near.length && (
        <MenuItem icon={<Search aria-hidden="true" />} onSelect={onSearch}>
          Find one of {projects.length.toLocaleString()}…
        </MenuItem>
      )}
      {mayAdd && (
        <>
          <MenuSeparator />
          <MenuLink to="/new-project" icon={<Plus aria-hidden="true" />}>
            Add a project
          </MenuLink>
        </>
      )}
    </Menu>
  )
}
