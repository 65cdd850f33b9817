import { Link } from '@tanstack/react-router'
import { useId } from 'react'
import { currentProject } from '../../lib/project.ts'
import { useSession } from '../session/use-session.ts'
import { settingsOf } from './settings-parts.ts'

/** The parts of the settings beside the one that is open. */
export function SettingsList() {
  const id = useId()
  const { role } = useSession().administrator
  const params = { projectId: currentProject() }
  return (
    <nav aria-label="Settings" className="sticky top-8 grid gap-5 pt-2">
      {settingsOf(role).map(({ title, parts }) => (
        <div key={title}>
          <p id={`${id}-${title}`} className="mb-1 px-2 text-xs text-quiet">
            {title}
          </p>
          <ul aria-labelledby={`${id}-${title}`} className="grid gap-0.5">
            {parts.map(({ label, to }) => (
              <li key={to}>
                <Link
                  to={to}
                  params={params}
                  activeOptions={{ includeSearch: false }}
                  className="flex min-h-8 items-center rounded-control px-2 text-sm text-quiet hover:bg-hover hover:text-ink data-[status=active]:bg-hover data-[status=active]:font-strong data-[status=active]:text-ink pointer-coarse:min-h-11"
                >
                  {label}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  )
}
