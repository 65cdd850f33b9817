import ChevronDown from 'lucide-react/icons/chevron-down'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import { Button } from './button.tsx'

// It weighs more than the button, which is on every list, and is opened seldom.
const Popover = lazy(async () => {
  const { Popover } = await import('./popover.tsx')
  return { default: Popover }
})

export interface FilterButtonProps {
  label: string
  /** How many values are on. */
  count: number
  /** What is behind it. */
  children: ReactNode
}

/** One property of a list to filter by: a button that says how many values are on, and the choice behind it. */
export function FilterButton({ label, count, children }: FilterButtonProps) {
  const [isOpen, setOpen] = useState<boolean>()
  const words = (
    <>
      {label}
      {count > 0 && <span className="rounded-full bg-accent-wash px-1.5 text-xs tabular-nums">{count}</span>}
      <ChevronDown aria-hidden="true" />
    </>
  )
  const beforeFirstUse = (
    <Button size="sm" aria-haspopup="dialog" aria-expanded={false} onClick={() => setOpen(true)}>
      {words}
    </Button>
  )
  if (isOpen === undefined) return beforeFirstUse

  return (
    <Suspense fallback={beforeFirstUse}>
      <Popover
        label={`Filter by ${label}`}
        open={isOpen}
        onOpenChange={setOpen}
        trigger={<Button size="sm">{words}</Button>}
      >
        {children}
      </Popover>
    </Suspense>
  )
}
