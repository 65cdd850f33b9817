import { Content, Item, Portal, Root, Separator, Trigger } from '@radix-ui/react-dropdown-menu'
import { createLink } from '@tanstack/react-router'
import type { ComponentProps } from 'react'
import { classNames } from './class-names.ts'
import { KeyHint } from './key-hint.tsx'
import type { MenuItemProps, MenuProps, MenuRowProps } from './menu.tsx'

const row =
  'relative flex min-h-8 w-full items-center gap-2.5 rounded-[4px] px-2.5 py-1 text-sm outline-none select-none data-highlighted:bg-hover data-disabled:text-quiet pointer-coarse:min-h-11 [&>svg]:size-4 [&>svg]:shrink-0 [&>svg]:text-quiet'

/** A menu from the press on that opens it. */
export function UsedMenu({ trigger, children, align = 'end', side = 'bottom' }: MenuProps) {
  return (
    <Root modal={false} defaultOpen>
      <Trigger asChild>{trigger}</Trigger>
      <Portal>
        <Content
          align={align}
          side={side}
          sideOffset={4}
          collisionPadding={8}
          className="z-modal max-h-(--radix-dropdown-menu-content-available-height) min-w-48 max-w-80 animate-[rise_120ms_ease-out] overflow-y-auto rounded-surface border border-line bg-surface p-1 shadow-float"
        >
          {children}
        </Content>
      </Portal>
    </Root>
  )
}

export function MenuItem({ children, icon, hint, onSelect, danger, blocked }: MenuItemProps) {
  return (
    <Item
      disabled={Boolean(blocked)}
      onSelect={onSelect}
      className={classNames(row, danger && !blocked && 'text-failed [&>svg]:text-failed')}
    >
      {icon}
      <span className="min-w-0 grow">
        {children}
        {blocked && <span className="block text-xs">{blocked}</span>}
      </span>
      {hint && <KeyHint keys={hint} />}
    </Item>
  )
}

function MenuAnchor({ icon, hint, children, ...rest }: ComponentProps<'a'> & Omit<MenuRowProps, 'children'>) {
  return (
    <Item asChild>
      <a {...rest} className={row}>
        {icon}
        <span className="min-w-0 grow">{children}</span>
        {hint && <KeyHint keys={hint} />}
      </a>
    </Item>
  )
}

/** A link of the router as a menu's row. */
export const MenuLink = createLink(MenuAnchor)

export function MenuSeparator() {
  return <Separator className="mx-1 my-1 h-px bg-line" />
}
