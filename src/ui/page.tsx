import type { ReactNode } from 'react'

export interface PageProps {
  /** `reading` (720 px) for texts and forms, `full` for tables and the calendar. */
  width: 'reading' | 'full'
  children: ReactNode
}

/** What stands beside the navigation; the shell brings the `main` around it. */
export function Page({ width, children }: PageProps) {
  return (
    <div
      className={`mx-auto w-full px-4 pt-6 pb-16 sm:px-8 sm:pt-8 ${width === 'reading' ? 'max-w-[784px]' : 'max-w-[1600px]'}`}
    >
      {children}
    </div>
  )
}
