import { lazy, type ReactNode, Suspense, useState } from 'react'

export interface SideSheetProps {
  open: boolean
  onClose: () => void
  title: ReactNode
  description?: ReactNode
  children: ReactNode
  footer?: ReactNode
  /** False keeps the list beside it in use: j and k move on while it is open. */
  modal?: boolean | undefined
}

const OpenSideSheet = lazy(async () => {
  const { OpenSideSheet } = await import('./open-side-sheet.tsx')
  return { default: OpenSideSheet }
})

/** A panel from the right edge, for a look at one row without leaving the list. */
export function SideSheet(props: SideSheetProps) {
  // It stays from the first time on, so that its closing is seen.
  const [isUsed, setUsed] = useState(props.open)
  if (props.open && !isUsed) setUsed(true)
  return (
    isUsed && (
      <Suspense>
        <OpenSideSheet {...props} />
      </Suspense>
    )
  )
}
