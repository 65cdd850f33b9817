import { createLink, type LinkComponent } from '@tanstack/react-router'
import type { ComponentProps, ReactNode } from 'react'
import { tabClass, tabListClass } from './tab-look.ts'

export interface NavTabsProps {
  label: string
  /** `NavTab`s. */
  children: ReactNode
}

/** The pages below one title. */
export function NavTabs({ label, children }: NavTabsProps) {
  return (
    <nav aria-label={label} className={tabListClass}>
      {children}
    </nav>
  )
}

function TabAnchor({
  count,
  children,
  ...rest
}: ComponentProps<'a'> & { count?: number | string | undefined }) {
  return (
    <a {...rest} className={tabClass}>
      {children}
      {count !== undefined && <span className="font-normal text-quiet tabular-nums">{count}</span>}
    </a>
  )
}

const TabLink = createLink(TabAnchor)

/**
 * A link of the router, to the same page whatever it is filtered by; the first one, whose path is the others' beginning,
 * needs `activeOptions={{ exact: true, includeSearch: false }}`.
 */
export const NavTab: LinkComponent<typeof TabAnchor> = (props) => (
  <TabLink activeOptions={{ includeSearch: false }} {...props} />
)
