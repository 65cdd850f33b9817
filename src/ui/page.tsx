import { createContext, type ReactNode, useContext } from 'react'

export interface PageProps {
  /** `reading` (720 px) for texts and forms, `full` for tables and the calendar. */
  width: 'reading' | 'full'
  children: ReactNode
}

const IsInPage = createContext(false)

/**
 * What stands beside the navigation; the shell brings the `main` around it. Within another page, as an error in the place of a
 * part, it has no edges of its own.
 */
export function Page({ width, children }: PageProps) {
  if (useContext(IsInPage)) return children
  return (
    <div
      className={`mx-auto w-full px-4 pt-6 pb-16 sm:px-8 sm:pt-8 ${width === 'reading' ? 'max-w-[784px]' : 'max-w-[1600px]'}`}
    >
      <IsInPage value>{children}</IsInPage>
    </div>
  )
}
