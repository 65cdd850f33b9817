import { Anchor, Content, Portal, Root, Trigger } from '@radix-ui/react-popover'
import { type ReactElement, type ReactNode, useRef } from 'react'
import { useDialogManners } from './use-dialog-manners.ts'

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
  const { onEscapeKeyDown } = useDialogManners()
  return (
    <Root {...(open !== undefined && { open })} {...(onOpenChange && { onOpenChange })}>
      <Trigger asChild>{trigger}</Trigger>
      <Portal>
        <Content
          aria-label={label}
          onEscapeKeyDown={onEscapeKeyDown}
          side={side}
          align={align}
          sideOffset={4}
          collisionPadding={8}
          className={look}
        >
          {children}
        </Content>
      </Portal>
    </Root>
  )
}

const look =
  'z-modal max-h-(--radix-popover-content-available-height) w-80 max-w-[calc(100vw-16px)] animate-[rise_120ms_ease-out] overflow-y-auto rounded-surface border border-line bg-surface p-4 shadow-float'

export interface AnchoredPopoverProps {
  label: string
  /** What it is about, and where the focus goes back to; asked again whenever the place is reckoned. */
  anchor: () => HTMLElement | null
  /** `isPassing`: by a press elsewhere, which does something itself. */
  onClose: (isPassing: boolean) => void
  children: ReactNode
}

/** An open popover beside one of many, of which none should have to be a trigger before it is pressed. */
export function AnchoredPopover({ label, anchor, onClose, children }: AnchoredPopoverProps) {
  const isPressedElsewhere = useRef(false)
  const place = useRef({
    getBoundingClientRect: () => anchor()?.getBoundingClientRect() ?? new DOMRect(),
  })
  return (
    <Root open onOpenChange={(isOpen) => !isOpen && onClose(isPressedElsewhere.current)}>
      <Anchor virtualRef={place} />
      <Portal>
        <Content
          aria-label={label}
          side="bottom"
          align="start"
          sideOffset={4}
          collisionPadding={8}
          // Tab stays within; a focus that a page sets is no leaving.
          onFocusOutside={(event) => event.preventDefault()}
          onPointerDownOutside={(event) => {
            const { target } = event
            // Its press is a press on a switch: it closes by itself.
            if (target instanceof Node && anchor()?.contains(target)) event.preventDefault()
            else isPressedElsewhere.current = true
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            if (!isPressedElsewhere.current) anchor()?.focus()
          }}
          className={`${look} sm:w-96`}
        >
          {children}
        </Content>
      </Portal>
    </Root>
  )
}
