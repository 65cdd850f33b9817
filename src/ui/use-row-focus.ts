import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react'

/** When the row that has the focus goes, as when it is deleted from its own menu, the one that takes its place has it. */
export function useRowFocus(table: RefObject<HTMLTableElement | null>): void {
  const last = useRef<HTMLElement>(undefined)

  useEffect(() => {
    function note({ target }: FocusEvent) {
      const row = target instanceof Element ? target.closest<HTMLElement>('[data-row]') : null
      last.current = row && table.current?.contains(row) ? row : undefined
    }
    document.addEventListener('focusin', note)
    return () => document.removeEventListener('focusin', note)
  }, [table])

  useLayoutEffect(() => {
    const gone = last.current
    if (!gone || gone.isConnected || document.activeElement !== document.body) return
    last.current = undefined
    const rows = [...(table.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])]
    const next = rows[Number(gone.dataset.index)] ?? rows.at(-1)
    const focused = next?.querySelector<HTMLElement>('[data-row-link]') ?? next
    focused?.focus({ preventScroll: true })
  })
}
