import { type ReactNode, useState } from 'react'
import { ErrorNotice, type ErrorNoticeProps } from './error-notice.tsx'
import { SideSheet, type SideSheetProps } from './side-sheet.tsx'
import { Skeleton } from './skeleton.tsx'

export interface RowSheetProps extends Omit<SideSheetProps, 'modal'> {
  /** Undefined until it is known. */
  children: ReactNode
  /** Why it is not going to be. */
  error: ErrorNoticeProps | null
}

/** One row of a list with all that is known of it. The list beside it stays in use, unless the sheet covers it. */
export function RowSheet({ children, error, ...sheet }: RowSheetProps) {
  const [isNarrow] = useState(() => window.matchMedia('(width < 768px)').matches)
  return (
    <SideSheet {...sheet} modal={isNarrow}>
      {children}
      {!children && error && <ErrorNotice {...error} />}
      {!children && !error && (
        <div className="grid gap-4" role="status" aria-label="Loading">
          <Skeleton width="70%" />
          <Skeleton width="55%" />
          <Skeleton width="62%" />
        </div>
      )}
    </SideSheet>
  )
}
