import Ellipsis from 'lucide-react/icons/ellipsis'
import { type ReactElement, type ReactNode, Suspense, useState } from 'react'
import { IconButton } from './icon-button.tsx'

export interface RowMenuProps {
  /** What the row is about, by its name. */
  of: string
  /** A `Menu` that is open from the start, loaded when it is asked for. */
  children: (trigger: ReactElement) => ReactNode
}

/** A button until it is pressed: a list of a hundred rows is not a hundred menus. */
export function RowMenu({ of, children }: RowMenuProps) {
  const [isUsed, setUsed] = useState(false)
  const button = { label: `Actions for ${of}`, icon: <Ellipsis aria-hidden="true" /> }
  const beforeFirstUse = (
    <IconButton {...button} aria-haspopup="menu" aria-expanded={false} onClick={() => setUsed(true)} />
  )
  if (!isUsed) return beforeFirstUse
  return <Suspense fallback={beforeFirstUse}>{children(<IconButton {...button} />)}</Suspense>
}
