import { hasRole, type Role } from '../../../contract/roles.ts'
import type { PlaceRoute } from '../shell/navigation.ts'

/** A part of the settings: a line in their navigation, and one in the palette. */
interface SettingsPart {
  readonly label: string
  readonly to: Extract<PlaceRoute, `/p/$projectId/settings/${string}`>
  /** Whoever has a lesser role has no use for it. */
  readonly needs: Role
}

interface SettingsGroup {
  /** What they are settings of. */
  readonly title: string
  readonly parts: readonly SettingsPart[]
}

const groups: readonly SettingsGroup[] = [
  {
    title: 'This project',
    parts: [
      { label: 'Project', to: '/p/$projectId/settings/project', needs: 'viewer' },
      { label: 'Sending', to: '/p/$projectId/settings/sending', needs: 'viewer' },
      { label: 'API keys', to: '/p/$projectId/settings/keys', needs: 'owner' },
      { label: 'Files', to: '/p/$projectId/settings/files', needs: 'viewer' },
    ],
  },
  {
    title: 'All projects',
    parts: [{ label: 'Administrators', to: '/p/$projectId/settings/administrators', needs: 'owner' }],
  },
  {
    title: 'You',
    parts: [
      { label: 'Account', to: '/p/$projectId/settings/account', needs: 'viewer' },
      { label: 'Appearance', to: '/p/$projectId/settings/appearance', needs: 'viewer' },
    ],
  },
]

/** What somebody with this role has settings of. */
export function settingsOf(role: Role): readonly SettingsGroup[] {
  return groups
    .map(({ title, parts }) => ({ title, parts: parts.filter(({ needs }) => hasRole(role, needs)) }))
    .filter(({ parts }) => parts.length > 0)
}
