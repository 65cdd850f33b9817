import { Close, Content, Description, Overlay, Portal, Root, Title } from '@radix-ui/react-dialog'
import X from 'lucide-react/icons/x'
import { classNames } from './class-names.ts'
import type { DialogProps } from './dialog.tsx'
import { useDialogManners } from './use-dialog-manners.ts'

const widths = { sm: 'sm:max-w-md', md: 'sm:max-w-xl', lg: 'sm:max-w-4xl' } as const

export function OpenDialog({
  open,
  onClose,
  title,
  description,
  children,
  footer,
  size = 'sm',
  role = 'dialog',
  held = false,
  focusFirst,
}: DialogProps) {
  const manners = useDialogManners(focusFirst)
  return (
    <Root open={open} onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Portal>
        <Overlay className="fixed inset-0 z-veil grid animate-[appear_140ms_ease-out] items-end bg-veil data-[state=closed]:animate-[leave_120ms_ease-in_forwards] sm:place-items-center sm:p-6">
          <Content
            role={role}
            {...(!description && { 'aria-describedby': undefined })}
            {...manners}
            {...(held && { onEscapeKeyDown: preventDefault, onInteractOutside: preventDefault })}
            className={classNames(
              'relative flex max-h-[92dvh] w-full animate-[rise_160ms_ease-out] flex-col data-[state=closed]:animate-[leave_120ms_ease-in_forwards] rounded-t-surface bg-surface shadow-float outline-none sm:max-h-[86dvh] sm:rounded-surface',
              widths[size],
            )}
          >
            <header className="px-6 pt-5 pr-14">
              <Title className="text-lg font-strong text-balance">{title}</Title>
              {description && <Description className="mt-1 text-quiet">{description}</Description>}
            </header>
            <div className="min-h-0 overflow-y-auto px-6 pt-4 pb-6">{children}</div>
            {footer && (
              <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-6 py-4 max-sm:[&>*]:grow">
                {footer}
              </footer>
            )}
            {/* Last, so that what the dialog is about has the focus first. */}
            <Close
              aria-label="Close"
              className="absolute top-4 right-4 grid size-8 place-items-center rounded-control text-quiet hover:bg-hover hover:text-ink pointer-coarse:top-2 pointer-coarse:right-2 pointer-coarse:size-11"
            >
              <X aria-hidden="true" className="size-4" />
            </Close>
          </Content>
        </Overlay>
      </Portal>
    </Root>
  )
}

const preventDefault = (event: Event) => event.preventDefault()
