import { type ReactNode, useId } from 'react'

export interface SectionProps {
  title: ReactNode
  /** One sentence in quiet ink. */
  description?: ReactNode
  /** At the end of the title's line. */
  action?: ReactNode
  children: ReactNode
  id?: string | undefined
}

/** A titled part of a page, told apart by space and not by a box. */
export function Section({ title, description, action, children, id }: SectionProps) {
  const own = useId()
  const heading = id ? `${id}-title` : own
  return (
    <section id={id} aria-labelledby={heading} className="mt-10 scroll-mt-16 first:mt-0">
      <div className="mb-4 flex flex-wrap items-end justify-between gap-x-4 gap-y-2">
        <div className="min-w-0">
          <h2 id={heading} className="text-base font-strong">
            {title}
          </h2>
          {description && <p className="mt-0.5 text-quiet">{description}</p>}
        </div>
        {action}
      </div>
      {children}
    </section>
  )
}
