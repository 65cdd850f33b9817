import type { RegisteredRouter } from '@tanstack/react-router'
import CalendarDays from 'lucide-react/icons/calendar-days'
import History from 'lucide-react/icons/history'
import House from 'lucide-react/icons/house'
import Inbox from 'lucide-react/icons/inbox'
import Mails from 'lucide-react/icons/mails'
import Megaphone from 'lucide-react/icons/megaphone'
import PackageCheck from 'lucide-react/icons/package-check'
import Plug from 'lucide-react/icons/plug'
import Settings from 'lucide-react/icons/settings'
import Users from 'lucide-react/icons/users'
import type { ComponentType, SVGProps } from 'react'

/** A route that needs the project's id and nothing else, written without a slash at its end. */
export type PlaceRoute<Path = keyof RegisteredRouter['routesByPath']> =
  Path extends `/p/$projectId/${infer Rest}`
    ? Rest extends `${string}$${string}`
      ? never
      : Path extends `${infer Trimmed}/`
        ? Trimmed
        : Path
    : never

export interface Place {
  label: string
  to: PlaceRoute
  /** Pressed after `g`. */
  letter: string
  icon: ComponentType<SVGProps<SVGSVGElement>>
}

/**
 * The places of a project, in groups that space sets apart. To add one, add a line, in this order: Overview, Messages,
 * Calendar, Deliveries · Topics, People, Providers · Test inbox, Activity, Settings.
 */
export const navigation: readonly (readonly Place[])[] = [
  [
    { label: 'Overview', to: '/p/$projectId', letter: 'o', icon: House },
    { label: 'Messages', to: '/p/$projectId/messages', letter: 'm', icon: Mails },
    { label: 'Calendar', to: '/p/$projectId/calendar', letter: 'c', icon: CalendarDays },
    { label: 'Deliveries', to: '/p/$projectId/deliveries', letter: 'd', icon: PackageCheck },
  ],
  [
    { label: 'Topics', to: '/p/$projectId/topics', letter: 't', icon: Megaphone },
    { label: 'People', to: '/p/$projectId/people', letter: 'u', icon: Users },
    { label: 'Providers', to: '/p/$projectId/providers', letter: 'p', icon: Plug },
  ],
  [
    { label: 'Test inbox', to: '/p/$projectId/inbox', letter: 'i', icon: Inbox },
    { label: 'Activity', to: '/p/$projectId/activity', letter: 'a', icon: History },
    { label: 'Settings', to: '/p/$projectId/settings', letter: 's', icon: Settings },
  ],
]
