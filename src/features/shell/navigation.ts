import Inbox from 'lucide-react/icons/inbox'
import Mails from 'lucide-react/icons/mails'
import type { ComponentType, SVGProps } from 'react'

export interface NavigationItem {
  label: string
  /** A page below `/p/$projectId`, without the slash; '' for the first one. */
  path: string
  /** Pressed after `g`. */
  letter: string
  icon: ComponentType<SVGProps<SVGSVGElement>>
}

/** The places of a project, in groups that space sets apart. To add one, add a line. */
export const navigation: readonly (readonly NavigationItem[])[] = [
  [
    { label: 'Messages', path: 'messages', letter: 'm', icon: Mails },
    { label: 'Test inbox', path: 'inbox', letter: 'i', icon: Inbox },
  ],
]
