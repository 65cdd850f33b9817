import type { ReactNode } from 'react'

const drawings = {
  bell: (
    <>
      <path d="M20 66h56c-8-7-11-15-11-28a17 17 0 0 0-34 0c0 13-3 21-11 28Z" />
      <path d="M40 73a9 9 0 0 0 16 0M48 21v-8M38 13h20" />
      <path d="M14 30c-3 5-3 11 0 16M82 30c3 5 3 11 0 16" className="text-focus" stroke="currentColor" />
    </>
  ),
  envelope: (
    <>
      <path d="M14 26h68v46H14z" />
      <path d="m14 28 34 25 34-25M14 71l24-25M82 71 58 46" />
      <path d="M70 18h10M75 13v10" className="text-focus" stroke="currentColor" />
    </>
  ),
  tower: (
    <>
      <path d="M34 84V30h28v54M28 30h40L48 8ZM34 56h28M22 84h52M43 84V72a5 5 0 0 1 10 0v12" />
      <path
        d="M39 50h18c-3-2-4-5-4-9a5 5 0 0 0-10 0c0 4-1 7-4 9Z"
        className="text-focus"
        stroke="currentColor"
      />
    </>
  ),
  people: (
    <>
      <path d="M36 44a12 12 0 1 0 0-24 12 12 0 0 0 0 24ZM14 76c0-13 9-22 22-22s22 9 22 22" />
      <path
        d="M60 42a10 10 0 1 0-3-19.5M64 54c11 1 18 9 18 20"
        className="text-focus"
        stroke="currentColor"
      />
    </>
  ),
  key: (
    <>
      <path d="M34 62a18 18 0 1 0 0-36 18 18 0 0 0 0 36ZM52 44h32v14M70 44v10" />
      <path d="M34 50a6 6 0 1 0 0-12 6 6 0 0 0 0 12Z" className="text-focus" stroke="currentColor" />
    </>
  ),
  folder: (
    <>
      <path d="M14 74V24h26l8 9h34v41ZM14 42h68" />
      <path d="M48 66V50M41 57l7-7 7 7" className="text-focus" stroke="currentColor" />
    </>
  ),
  search: (
    <>
      <path d="M42 64a22 22 0 1 0 0-44 22 22 0 0 0 0 44ZM58 58l22 22" />
      <path d="M34 42h16" className="text-focus" stroke="currentColor" />
    </>
  ),
} as const

export interface EmptyStateProps {
  /** `search` for a list that a search or a filter has emptied. */
  drawing: keyof typeof drawings
  title: ReactNode
  /** One sentence: what will be here, and why one would want it. */
  children?: ReactNode
  /** The one action that starts it. */
  action?: ReactNode
}

export function EmptyState({ drawing, title, children, action }: EmptyStateProps) {
  return (
    <div className="mx-auto flex max-w-md flex-col items-center px-4 py-16 text-center">
      <svg
        viewBox="0 0 96 96"
        fill="none"
        stroke="var(--control)"
        strokeWidth="2"
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden="true"
        className="mb-4 size-24"
      >
        {drawings[drawing]}
      </svg>
      <p className="text-base font-strong text-balance">{title}</p>
      {children && <p className="mt-1 text-quiet text-balance">{children}</p>}
      {action && <div className="mt-5">{action}</div>}
    </div>
  )
}
