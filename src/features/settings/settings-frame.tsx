import { Outlet, useLocation } from '@tanstack/react-router'
import ChevronDown from 'lucide-react/icons/chevron-down'
import { currentProject } from '../../lib/project.ts'
import { Button } from '../../ui/button.tsx'
import { Menu, MenuLink } from '../../ui/menu.tsx'
import { Page } from '../../ui/page.tsx'
import { useSession } from '../session/use-session.ts'
import { SettingsList } from './settings-list.tsx'
import { settingsOf } from './settings-parts.ts'

/** What stands around every page of the settings: the way to the others. */
export function SettingsFrame() {
  return (
    <Page width="full">
      <div className="lg:grid lg:grid-cols-[148px_minmax(0,1fr)] lg:gap-8">
        <div className="max-lg:hidden">
          <SettingsList />
        </div>
        <div className="mb-4 lg:hidden">
          <PartsMenu />
        </div>
        <div className="min-w-0">
          <Outlet />
        </div>
      </div>
    </Page>
  )
}

/** Takes the list's place where there is no room beside the page. */
function PartsMenu() {
  const { role } = useSession().administrator
  const { pathname } = useLocation()
  const parts = settingsOf(role).flatMap((group) => group.parts)
  const params = { projectId: currentProject() }
  const here = parts.find(({ to }) => pathname.startsWith(to.replace('$projectId', params.projectId)))
  return (
    <Menu
      align="start"
      trigger={
        <Button size="sm">
          Settings{here && `: ${here.label}`}
          <ChevronDown aria-hidden="true" />
        </Button>
      }
    >
      {parts.map(({ label, to }) => (
        <MenuLink key={to} to={to} params={params}>
          {label}
        </MenuLink>
      ))}
    </Menu>
  )
}
