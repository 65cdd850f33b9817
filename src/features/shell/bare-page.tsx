import type { ReactNode } from 'react'
import { BellMark } from '../../ui/bell-mark.tsx'

export interface BarePageProps {
  title: ReactNode
  /** One sentence below the title. */
  detail?: ReactNode
  children?: ReactNode
}

/** A page without the frame: before signing in, or where there is no project to stand in. */
export function BarePage({ title, detail, children }: BarePageProps) {
  return (
    <main
      id="main"
      tabIndex={-1}
      className="mx-auto w-full max-w-104 px-4 pt-12 pb-16 outline-none sm:pt-[14vh]"
    >
      <p className="mb-8 flex items-center gap-2.5 text-sm font-strong text-quiet">
        <BellMark className="size-6 text-accent" />
        Carillon
      </p>
      <h1 className="text-xl font-strong tracking-tight text-balance">{title}</h1>
      {detail && <p className="mt-1 text-quiet">{detail}</p>}
      <div className="mt-6">{children}</div>
    </main>
  )
}
