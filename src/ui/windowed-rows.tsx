import { defaultRangeExtractor, useWindowVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, type Ref, type RefObject, useLayoutEffect, useState } from 'react'

export interface WindowedRowsProps {
  table: RefObject<HTMLTableElement | null>
  count: number
  columns: number
  keyAt: (index: number) => string
  renderRow: (index: number, ref: Ref<HTMLTableRowElement>) => ReactNode
}

/** The rows of a table's body of which only what is in sight is in the document; two empty rows are as high as the rest. */
export function WindowedRows({ table, count, columns, keyAt, renderRow }: WindowedRowsProps) {
  const [scrollMargin, setScrollMargin] = useState(0)
  useLayoutEffect(() => {
    if (table.current) setScrollMargin(table.current.getBoundingClientRect().top + window.scrollY)
  }, [table])

  const virtualizer = useWindowVirtualizer({
    count,
    scrollMargin,
    overscan: 12,
    estimateSize: () => 41,
    getItemKey: keyAt,
    rangeExtractor: (range) => {
      const indexes = defaultRangeExtractor(range)
      const focused = focusedIndex(table.current)
      // The focused row stays, however far one scrolls, so that the focus is not lost.
      return focused === undefined || focused >= count || indexes.includes(focused)
        ? indexes
        : [...indexes, focused].sort((a, b) => a - b)
    },
  })
  const items = virtualizer.getVirtualItems()

  let end = scrollMargin
  const body: ReactNode[] = []
  for (const item of items) {
    if (item.start > end)
      body.push(<Gap key={`gap-${item.key}`} height={item.start - end} columns={columns} />)
    body.push(renderRow(item.index, virtualizer.measureElement))
    end = item.end
  }
  const rest = virtualizer.getTotalSize() + scrollMargin - end
  if (rest > 0) body.push(<Gap key="gap-end" height={rest} columns={columns} />)
  return body
}

function Gap({ height, columns }: { height: number; columns: number }) {
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a row is not focusable
    <tr aria-hidden="true" className="gap-row">
      <td colSpan={columns} style={{ height }} />
    </tr>
  )
}

function focusedIndex(table: HTMLTableElement | null) {
  const row = document.activeElement?.closest<HTMLElement>('[data-row]')
  return row && table?.contains(row) ? Number(row.dataset.index) : undefined
}
