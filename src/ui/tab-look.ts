export const tabListClass = 'flex flex-wrap gap-x-6 border-b border-line max-sm:gap-x-3'

export const tabClass =
  '-mb-px inline-flex min-h-10 items-center gap-1.5 border-b-2 border-transparent text-sm text-quiet transition-colors hover:text-ink data-[state=active]:border-accent-fill data-[state=active]:font-strong data-[state=active]:text-ink aria-[current=page]:border-accent-fill aria-[current=page]:font-strong aria-[current=page]:text-ink pointer-coarse:min-h-11'
