import { Content, Portal, Root, Trigger } from '@radix-ui/react-popover'
import type { ReactElement, ReactNode } from 'react'

export interface PopoverProps {
  /** The button that opens it. */
  trigger: ReactElement
  /** What it is, for whoever cannot see where it came from. */
  label: string
  children: ReactNode
  side?: 'top' | 'right' | 'bottom' | 'left' | undefined
  align?: 'start' | 'center' | 'end' | undefined
  open?: boolean | undefined
  onOpenChange?: ((open: boolean) => void) | undefined
}

export function Popover({
  trigger,
  label,
  children,
  side = 'bottom',
  align = 'start',
  open,
  onOpenChange,
}: PopoverProps) {
  return (
    <Root {...(open !== undefined && { open })} {...(onOpenChange && { onOpenChange })}>
      <Trigger asChild>{trigger}</Trigger>
      <Portal>
        <Content
          aria-label={label}
          side={side}
          align={align}
          sideOffset={4}
          collisionPadding={8}
          className="z-modal max-h-(--radix-popover-content-available-height) w-80 max-w-[calc(100vw-16px)] animate-[rise_120ms_ease-out] overflow-y-auto rounded-surface border border-line bg-surface p-4 shadow-float"
        >
          {children}
        </Content>
      </Portal>
    </Root>
  )
}
