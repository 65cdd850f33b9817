// Shortcuts of one key, or of one after another ("g m"). They are off while somebody types or a dialog is open, and can be
// turned off altogether (WCAG 2.1.4): speech input would trigger them.
import { useEffect, useId } from 'react'
import { areSingleKeysOn } from '../../lib/single-keys.ts'

export interface Shortcut {
  /** As `KeyHint` prints it: `c`, `g m`, `?`. */
  keys: string
  /** What happens: "New message". */
  label: string
  run: () => void
}

interface ShortcutGroup {
  title: string
  shortcuts: readonly Shortcut[]
}

/** The frame's own, which a page's of the same key come before. */
const ofFrame = ['Go to', 'Everywhere']
export const isOfFrame = ({ title }: ShortcutGroup) => ofFrame.includes(title)

const groups = new Map<string, ShortcutGroup>()

/** What can be pressed on this page, the page's own first. */
export const shownShortcuts = (): ShortcutGroup[] =>
  [...groups.values()].sort((a, b) => Number(isOfFrame(a)) - Number(isOfFrame(b)))

/** Shortcuts that work while the component is there; `title` is their heading in the list that `?` shows. */
export function useShortcuts(title: string, shortcuts: readonly Shortcut[]) {
  const id = useId()
  useEffect(() => {
    groups.set(id, { title, shortcuts })
  })
  useEffect(() => () => void groups.delete(id), [id])
}

const secondKeyWithin = 1_200

/** Once, in the frame. */
export function useShortcutKeys() {
  useEffect(() => {
    let before = { key: '', at: 0 }

    function onKeyDown(event: KeyboardEvent) {
      if (['Shift', 'Control', 'Alt', 'Meta'].includes(event.key)) return
      const first = event.timeStamp - before.at < secondKeyWithin ? before.key : ''
      before = { key: '', at: 0 }
      if (!isFree(event)) return

      const key = event.key.toLowerCase()
      const all = shownShortcuts().flatMap(({ shortcuts }) => shortcuts)
      const shortcut = all.find(({ keys }) => keys === (first ? `${first} ${key}` : key))
      if (shortcut) {
        event.preventDefault()
        shortcut.run()
      } else if (!first && all.some(({ keys }) => keys.startsWith(`${key} `))) {
        before = { key, at: event.timeStamp }
      }
    }

    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [])
}

function isFree(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return false
  if (event.isComposing || event.repeat || !areSingleKeysOn()) return false
  const isTyping =
    event.target instanceof HTMLElement &&
    (event.target.isContentEditable ||
      event.target.matches('select, textarea, input:not([type=checkbox], [type=radio]), [role^=menu]'))
  // An open modal hides everything else from assistive technology; that mark is the same question.
  return !isTyping && !document.getElementById('main')?.closest('[aria-hidden=true], [inert]')
}
