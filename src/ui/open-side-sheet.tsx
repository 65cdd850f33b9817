import { Close, Content, Description, Overlay, Portal, Root, Title } from '@radix-ui/react-dialog'
import X from 'lucide-react/icons/x'
import type { SideSheetProps } from './side-sheet.tsx'
import { useDialogManners } from './use-dialog-manners.ts'

/** A panel from the right edge, for a look at one row without leaving the list. */
export function OpenSideSheet({
  open,
  onClose,
  title,
  description,
  children,
  footer,
  modal = true,
}: SideSheetProps) {
  const manners = useDialogManners()
  return (
    <Root open={open} onOpenChange={(isOpen) => !isOpen && onClose()} modal={modal}>
      <Portal>
        {modal && (
          <Overlay className="fixed inset-0 z-veil animate-[appear_140ms_ease-out] bg-veil data-[state=closed]:animate-[leave_120ms_ease-in_forwards]" />
        )}
        <Content
          {...(!description && { 'aria-describedby': undefined })}
          {...manners}
          {...(!modal && { onInteractOutside: (event: Event) => event.preventDefault() })}
          className="fixed inset-y-0 right-0 z-modal flex w-full max-w-lg animate-[slide_160ms_ease-out] flex-col border-l border-line bg-surface shadow-float outline-none data-[state=closed]:animate-[leave_120ms_ease-in_forwards]"
        >
          <header className="border-b border-line px-6 py-4 pr-14">
            <Title className="text-lg font-strong text-balance">{title}</Title>
            {description && <Description className="mt-0.5 text-quiet">{description}</Description>}
          </header>
          <div className="min-h-0 grow overflow-y-auto px-6 py-5">{children}</div>
          {footer && (
            <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-6 py-4">
              {footer}
            </footer>
          )}
          {/* Last, so that what the dialog is about has the focus first. */}
          <Close
            aria-label="Close"
            className="absolute top-3.5 right-4 grid size-8 place-items-center rounded-control text-quiet hover:bg-hover hover:text-ink pointer-coarse:top-2 pointer-coarse:right-2 pointer-coarse:size-11"
          >
            <X aria-hidden="true" className="size-4" />
          </Close>
        </Content>
      </Portal>
    </Root>
  )
}
