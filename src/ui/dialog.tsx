import { lazy, type ReactNode, Suspense, useState } from 'react'

export interface DialogProps {
  open: boolean
  onClose: () => void
  title: ReactNode
  /** One sentence below the title. */
  description?: ReactNode
  children?: ReactNode
  /** Stays in sight below what scrolls; a form inside brings its own buttons. */
  footer?: ReactNode
  size?: 'sm' | 'md' | 'lg' | undefined
  role?: 'dialog' | 'alertdialog' | undefined
  /** Closes by its buttons only, not by a press beside it or Escape: what it shows is shown once. */
  held?: boolean | undefined
  /** What has the focus first; the first field or button unless given. */
  focusFirst?: (() => HTMLElement | null) | undefined
}

const OpenDialog = lazy(async () => {
  const { OpenDialog } = await import('./open-dialog.tsx')
  return { default: OpenDialog }
})

export function Dialog(props: DialogProps) {
  // It stays from the first time on, so that its closing is seen.
  const [isUsed, setUsed] = useState(props.open)
  if (props.open && !isUsed) setUsed(true)
  return (
    isUsed && (
      <Suspense>
        <OpenDialog {...props} />
      </Suspense>
    )
  )
}
