import Keyboard from 'lucide-react/icons/keyboard'
import LogOut from 'lucide-react/icons/log-out'
import Search from 'lucide-react/icons/search'
import { IconButton } from '../../ui/icon-button.tsx'
import { KeyHint } from '../../ui/key-hint.tsx'
import { ProjectSwitcher } from '../projects/project-switcher.tsx'
import { useSession } from '../session/use-session.ts'
import { useSignOut } from '../session/use-sign-out.ts'
import { NavigationList } from './navigation-list.tsx'
import type { PaletteMode } from './palette-commands.tsx'
import { ThemeSwitch } from './theme-switch.tsx'

export interface SideBarProps {
  onShowShortcuts: () => void
  onOpenPalette: (mode: PaletteMode) => void
}

/** Where one is, where one can go, and who one is; beside the page, or in the narrow layout's sheet. */
export function SideBar({ onShowShortcuts, onOpenPalette }: SideBarProps) {
  return (
    <div className="flex min-h-full flex-col gap-4">
      <div className="grid gap-2">
        <ProjectSwitcher onSearch={() => onOpenPalette('projects')} />
        <button
          type="button"
          onClick={() => onOpenPalette('all')}
          className="flex min-h-9 w-full items-center gap-2.5 rounded-control border border-line bg-surface px-2 text-left text-sm text-quiet hover:border-control hover:text-ink pointer-coarse:min-h-11"
        >
          <Search aria-hidden="true" className="size-4 shrink-0" />
          <span className="grow">Go to or find</span>
          <KeyHint keys="mod+k" />
        </button>
      </div>
      <NavigationList />
      <div className="mt-auto grid gap-3 pt-6">
        <div className="flex items-center justify-between gap-2 px-1">
          <ThemeSwitch />
          <IconButton
            label="Keyboard shortcuts"
            icon={<Keyboard aria-hidden="true" />}
            onClick={onShowShortcuts}
          />
        </div>
        <Person />
      </div>
    </div>
  )
}

function Person() {
  const { name, email, role } = useSession().administrator
  const signOut = useSignOut()
  return (
    <div className="flex items-center gap-2 border-t border-line pt-3 pl-2">
      <p className="min-w-0 grow text-sm">
        <span className="sr-only">Signed in as </span>
        <span className="block truncate font-strong" title={email}>
          {name || email}
        </span>
        <span className="block truncate text-xs text-quiet">{name ? email : role}</span>
      </p>
      <IconButton
        label="Sign out"
        icon={<LogOut aria-hidden="true" />}
        pending={signOut.isPending}
        onClick={() => signOut.mutate()}
      />
    </div>
  )
}
