import ChevronLeft from 'lucide-react/icons/chevron-left'
import ChevronRight from 'lucide-react/icons/chevron-right'
import { useId } from 'react'
import { Button } from './button.tsx'
import { Select } from './select.tsx'

export interface PagerProps {
  /** Rows on this page. */
  count: number
  /** How many rows come before this page, where that is known; the range is left out otherwise. */
  before?: number | undefined
  total: number
  /** The total is the most that is counted: "5,000+". */
  capped?: boolean | undefined
  /** Undefined where there is no page in that direction. */
  onPrevious?: (() => void) | undefined
  onNext?: (() => void) | undefined
  pageSize: number
  pageSizes?: readonly number[] | undefined
  onPageSize: (size: number) => void
}

const number = new Intl.NumberFormat()
const sizes = [25, 50, 100]

/** Page by page, by cursor. */
export function Pager({
  count,
  before,
  total,
  capped = false,
  onPrevious,
  onNext,
  pageSize,
  pageSizes = sizes,
  onPageSize,
}: PagerProps) {
  const sizeId = useId()
  const all = `${number.format(total)}${capped ? '+' : ''}`
  const range =
    before === undefined
      ? number.format(count)
      : `${number.format(before + 1)}–${number.format(before + count)}`
  return (
    <nav
      aria-label="Pages"
      className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 py-4 text-sm text-quiet"
    >
      <p className="tabular-nums" role="status">
        {count === 0 ? 'None' : `${range} of ${all}`}
      </p>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <div className="flex items-center gap-2 max-sm:hidden">
          <label htmlFor={sizeId}>Per page</label>
          <span className="w-20">
            <Select
              id={sizeId}
              compact
              value={String(pageSize)}
              onChange={(event) => onPageSize(Number(event.target.value))}
              options={[...new Set([...pageSizes, pageSize])]
                .sort((a, b) => a - b)
                .map((size) => ({ value: String(size), label: number.format(size) }))}
            />
          </span>
        </div>
        <div className="flex gap-2">
          <Button size="sm" icon={<ChevronLeft />} disabled={!onPrevious} onClick={onPrevious}>
            Previous
          </Button>
          <Button size="sm" disabled={!onNext} onClick={onNext}>
            Next
            <ChevronRight aria-hidden="true" />
          </Button>
        </div>
      </div>
    </nav>
  )
}
