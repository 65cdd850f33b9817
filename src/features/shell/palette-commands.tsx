// What the palette offers by itself, before anything is asked of the server.
import { useRouter } from '@tanstack/react-router'
import Clock from 'lucide-react/icons/clock'
import FolderPlus from 'lucide-react/icons/folder-plus'
import KeyRound from 'lucide-react/icons/key-round'
import Keyboard from 'lucide-react/icons/keyboard'
import LogOut from 'lucide-react/icons/log-out'
import Mail from 'lucide-react/icons/mail'
import Megaphone from 'lucide-react/icons/megaphone'
import Monitor from 'lucide-react/icons/monitor'
import Moon from 'lucide-react/icons/moon'
import Plug from 'lucide-react/icons/plug'
import Plus from 'lucide-react/icons/plus'
import Settings from 'lucide-react/icons/settings'
import Sun from 'lucide-react/icons/sun'
import Tower from 'lucide-react/icons/tower-control'
import UserPlus from 'lucide-react/icons/user-plus'
import Zap from 'lucide-react/icons/zap'
import type { ReactNode } from 'react'
import { hasRole, type Role } from '../../../contract/roles.ts'
import { chooseTheme } from '../../ui/theme.ts'
import { useProject } from '../projects/use-project.ts'
import { useSession } from '../session/use-session.ts'
import { useSignOut } from '../session/use-sign-out.ts'
import { settingsOf } from '../settings/settings-parts.ts'
import { navigation } from './navigation.ts'
import { recentThings } from './recent-things.ts'
import { isOfFrame, shownShortcuts } from './use-shortcuts.ts'

export interface Command {
  readonly id: string
  readonly group: string
  readonly label: string
  readonly detail?: string | undefined
  readonly icon: ReactNode
  /** The shortcut that does the same. */
  readonly hint?: string | undefined
  /** Where it leads; it can be opened in another tab then. */
  readonly href?: string | undefined
  readonly run: () => void
}

/** What it is opened for: anything, something new, or another project. */
export type PaletteMode = 'all' | 'create' | 'projects'

export function useCommands(mode: PaletteMode, onShowShortcuts: () => void): readonly Command[] {
  const places = usePlaces()
  const creations = useCreations()
  const projects = useProjects()
  const settings = useSettings()
  const ofConsole = useConsole(onShowShortcuts)
  const recent = useRecent()
  if (mode === 'create') return creations
  if (mode === 'projects') return projects
  return [...recent, ...ofThePage(), ...places, ...creations, ...projects, ...settings, ...ofConsole]
}

/** Goes to an address of this project. */
export function useGo() {
  const router = useRouter()
  return (href: string) => ({ href, run: () => void router.navigate({ href }) })
}

function useRecent(): Command[] {
  const go = useGo()
  return recentThings()
    .filter(({ path }) => path !== location.pathname)
    .map(({ path, title }) => ({
      id: `recent ${path}`,
      group: 'Recent',
      label: title,
      icon: <Clock />,
      ...go(path),
    }))
}

/** The keys that the page itself has are its actions. */
function ofThePage(): Command[] {
  return shownShortcuts()
    .filter((group) => !isOfFrame(group))
    .flatMap(({ shortcuts }) =>
      shortcuts.map(({ keys, label, run }) => ({
        id: `page ${keys}`,
        group: 'On this page',
        label,
        icon: <Zap />,
        hint: keys,
        run,
      })),
    )
}

function usePlaces(): Command[] {
  const { $id } = useProject()
  const go = useGo()
  return navigation.flat().map(({ label, to, letter, icon: Icon }) => ({
    id: `place ${to}`,
    group: 'Go to',
    label,
    icon: <Icon />,
    hint: `g ${letter}`,
    ...go(to.replace('$projectId', $id)),
  }))
}

interface Creation {
  readonly label: string
  /** From the project's own address on, or from the console's. */
  readonly path: string
  readonly needs: Role
  readonly icon: ReactNode
}

const creations: readonly Creation[] = [
  { label: 'Write an e-mail', path: 'messages/new/email', needs: 'author', icon: <Mail /> },
  { label: 'Add a topic', path: 'topics?add=true', needs: 'editor', icon: <Megaphone /> },
  { label: 'Add a person', path: 'people?add=true', needs: 'editor', icon: <UserPlus /> },
  { label: 'Add a provider', path: 'providers/new', needs: 'owner', icon: <Plug /> },
  { label: 'Add an API key', path: 'settings/keys/new', needs: 'owner', icon: <KeyRound /> },
  { label: 'Add a bucket for files', path: 'settings/files/new', needs: 'author', icon: <FolderPlus /> },
  {
    label: 'Invite an administrator',
    path: 'settings/administrators?invite=true',
    needs: 'owner',
    icon: <UserPlus />,
  },
  { label: 'Add a project', path: '/new-project', needs: 'owner', icon: <Plus /> },
]

function useCreations(): Command[] {
  const { $id } = useProject()
  const { role } = useSession().administrator
  const go = useGo()
  return creations
    .filter(({ needs }) => hasRole(role, needs))
    .map(({ label, path, icon }) => ({
      id: `create ${path}`,
      group: 'Create',
      label,
      icon,
      ...go(path.startsWith('/') ? path : `/p/${$id}/${path}`),
    }))
}

function useProjects(): Command[] {
  const { $id: current } = useProject()
  return useSession()
    .projects.filter(({ $id }) => $id !== current)
    .map(({ $id, name }) => ({
      id: `project ${$id}`,
      group: 'Projects',
      label: name,
      detail: $id,
      icon: <Tower />,
      href: `/p/${$id}`,
      // A page load: one page stays in one project.
      run: () => location.assign(`/p/${$id}`),
    }))
}

/** Found by their own names, and all of them by "settings". */
function useSettings(): Command[] {
  const { $id } = useProject()
  const { role } = useSession().administrator
  const go = useGo()
  return settingsOf(role).flatMap(({ title, parts }) =>
    parts.map(({ label, to }) => ({
      id: `settings ${label}`,
      group: 'Settings',
      label: `Settings: ${label}`,
      detail: title,
      icon: <Settings />,
      ...go(to.replace('$projectId', $id)),
    })),
  )
}

function useConsole(onShowShortcuts: () => void): Command[] {
  const signOut = useSignOut()
  const command = (id: string, label: string, icon: ReactNode, run: () => void, hint?: string) => ({
    id,
    group: 'Console',
    label,
    icon,
    run,
    hint,
  })
  return [
    command('light', 'Light theme', <Sun />, () => chooseTheme('light')),
    command('dark', 'Dark theme', <Moon />, () => chooseTheme('dark')),
    command('system', 'Theme as the system', <Monitor />, () => chooseTheme('system')),
    command('shortcuts', 'Keyboard shortcuts', <Keyboard />, onShowShortcuts, '?'),
    command('sign out', 'Sign out', <LogOut />, () => signOut.mutate()),
  ]
}

/** Whether every typed word begins a word of it. */
export function isMeant({ label, detail = '' }: Command, typed: string): boolean {
  const words = wordsOf(`${label} ${detail}`)
  return wordsOf(typed).every((part) => words.some((word) => word.startsWith(part)))
}

const wordsOf = (text: string) => text.toLowerCase().split(/[\s-]+/)
