import { type RefObject, useEffect } from 'react'
import { areSingleKeysOn } from '../lib/single-keys.ts'

/**
 * j and k from anywhere on the page, and the arrows within the table, move the focus from row to row; x ticks the row, and
 * with Shift all from the one ticked before.
 * Enter needs nothing: what has the focus is the row's link.
 */
export function useRowKeys(table: RefObject<HTMLTableElement | null>, isOn: boolean) {
  useEffect(() => {
    if (!isOn) return
    function onKey(event: KeyboardEvent) {
      if (table.current && moveOrTick(table.current, event)) event.preventDefault()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [table, isOn])
}

const steps: Record<string, number> = { j: 1, k: -1, ArrowDown: 1, ArrowUp: -1 }

function moveOrTick(table: HTMLTableElement, event: KeyboardEvent) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return false
  if (event.key.length === 1 && !areSingleKeysOn()) return false
  if (!(event.target instanceof HTMLElement) || isTyping(event.target) || isBehindDialog(table)) return false

  const row = event.target.closest<HTMLElement>('[data-row]')
  const isHere = row !== null && table.contains(row)
  if (event.key === 'x' || event.key === 'X') {
    const tick = isHere && row.querySelector('.tick-cell input')
    if (tick)
      tick.dispatchEvent(
        new MouseEvent('click', { bubbles: true, cancelable: true, shiftKey: event.shiftKey }),
      )
    return Boolean(tick)
  }

  const step = steps[event.key]
  if (!step || (event.key.startsWith('Arrow') && !isHere)) return false
  const rows = [...table.querySelectorAll<HTMLElement>('[data-row]')]
  const next = isHere ? rows[rows.indexOf(row) + step] : (rows.find(isInSight) ?? rows[0])
  if (!next) return isHere
  const focused = next.querySelector<HTMLElement>('[data-row-link]') ?? next
  focused.focus({ preventScroll: true })
  next.scrollIntoView({ block: 'nearest' })
  return true
}

const isTyping = (target: HTMLElement) =>
  target.isContentEditable ||
  target.matches(
    'select, textarea, input:not([type=checkbox], [type=radio]), [role=menuitem], [role=menu], [role=tab]',
  )

// An open modal hides everything else from assistive technology; that mark is the same question.
const isBehindDialog = (table: HTMLElement) => table.closest('[aria-hidden=true], [inert]') !== null

function isInSight(row: HTMLElement) {
  const { top, bottom } = row.getBoundingClientRect()
  return top >= 0 && bottom <= window.innerHeight
}
