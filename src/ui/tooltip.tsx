import { Content, Portal, Provider, Root, Trigger } from '@radix-ui/react-tooltip'
import type { ReactElement, ReactNode } from 'react'

export interface TooltipProps {
  text: ReactNode
  /** One element that can have the focus; what is said here must not be needed to use it. */
  children: ReactElement
  side?: 'top' | 'right' | 'bottom' | 'left' | undefined
  open?: boolean | undefined
  onOpenChange?: ((open: boolean) => void) | undefined
}

export function Tooltip({ text, children, side = 'top', open, onOpenChange }: TooltipProps) {
  const control = { ...(open !== undefined && { open }), ...(onOpenChange && { onOpenChange }) }
  return (
    <Provider delayDuration={400}>
      <Root {...control}>
        <Trigger asChild>{children}</Trigger>
        <Portal>
          <Content
            side={side}
            sideOffset={6}
            collisionPadding={8}
            className="z-toast max-w-80 animate-[appear_120ms_ease-out] rounded-control bg-ink px-2.5 py-1.5 text-xs text-paper shadow-float"
          >
            {text}
          </Content>
        </Portal>
      </Root>
    </Provider>
  )
}
