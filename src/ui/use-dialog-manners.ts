import { useRef } from 'react'

/**
 * What the dialogs here add to Radix's, as props of its `Content`: they are opened by state and not by a trigger, so
 * they remember themselves where the focus was; and Escape belongs to the open list of a field before it is theirs.
 */
export function useDialogManners(focusFirst?: () => HTMLElement | null) {
  const opener = useRef<Element>(null)
  return {
    onOpenAutoFocus(event: Event) {
      opener.current = openerOf(document.activeElement)
      const first = focusFirst?.()
      if (!first) return
      event.preventDefault()
      first.focus()
    },
    onCloseAutoFocus(event: Event) {
      event.preventDefault()
      if (opener.current instanceof HTMLElement) opener.current.focus()
    },
    onEscapeKeyDown(event: KeyboardEvent) {
      const target = event.target as Element
      if (target.matches('[role=combobox][aria-expanded=true]')) event.preventDefault()
    },
  }
}

/** A menu's row is gone when the dialog closes; the button of its menu is not. */
function openerOf(focused: Element | null) {
  const button = focused?.closest('[role=menu]')?.getAttribute('aria-labelledby')
  return button ? document.getElementById(button) : focused
}
