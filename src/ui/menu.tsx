// A menu is a button until it is pressed: what opens weighs ten times as much, and most are never opened.
import {
  type ComponentType,
  cloneElement,
  type HTMLAttributes,
  lazy,
  type ReactElement,
  type ReactNode,
  Suspense,
  useState,
} from 'react'
import type * as Parts from './menu-parts.tsx'

const parts = () => import('./menu-parts.tsx')

export interface MenuProps {
  /** The button that opens it: a `Button`, or an `IconButton` with its label. */
  trigger: ReactElement
  children: ReactNode
  align?: 'start' | 'end' | undefined
  side?: 'top' | 'bottom' | undefined
  /** Where it is made by the press that opens it. */
  startsOpen?: boolean | undefined
}

export interface MenuRowProps {
  children: ReactNode
  icon?: ReactNode
  /** The shortcut that does the same. */
  hint?: string | undefined
}

export interface MenuItemProps extends MenuRowProps {
  onSelect: () => void
  danger?: boolean | undefined
  /** Why it cannot be used now; printed below it. */
  blocked?: string | false | undefined
}

const UsedMenu = lazy(async () => ({ default: (await parts()).UsedMenu }))

export function Menu(props: MenuProps) {
  const [isUsed, setUsed] = useState(props.startsOpen ?? false)
  const use = () => setUsed(true)
  const beforeFirstUse = cloneElement(props.trigger as ReactElement<HTMLAttributes<HTMLElement>>, {
    'aria-haspopup': 'menu',
    'aria-expanded': false,
    onPointerEnter: () => void parts(),
    onClick: use,
    onKeyDown: (event) => {
      if (event.key !== 'ArrowDown') return
      event.preventDefault()
      use()
    },
  })
  if (!isUsed) return beforeFirstUse
  return (
    <Suspense fallback={beforeFirstUse}>
      <UsedMenu {...props} />
    </Suspense>
  )
}

export const MenuItem = lazy(async () => ({ default: (await parts()).MenuItem }))

/** A link of the router as a menu's row. */
export const MenuLink = lazy(async () => {
  const { MenuLink } = await parts()
  return { default: MenuLink as ComponentType }
}) as unknown as typeof Parts.MenuLink

export const MenuSeparator = lazy(async () => ({ default: (await parts()).MenuSeparator }))
