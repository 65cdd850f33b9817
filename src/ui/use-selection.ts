import { useState } from 'react'

export interface ChosenRows {
  /** The keys of the chosen rows, of other pages too. */
  chosen: ReadonlySet<string>
  /** All rows that match are chosen, those of other pages too. */
  isAll: boolean
  onChange: (chosen: ReadonlySet<string>) => void
}

const none: ReadonlySet<string> = new Set()

/**
 * Which rows of a table are chosen. `of` is what the list is filtered by: another filter, another choice, since nobody
 * would see any more what an action takes. Pages keep it.
 */
export function useSelection(of: object) {
  const key = JSON.stringify(of)
  const [state, setState] = useState({ key, chosen: none, isAll: false })
  const { chosen, isAll } = state.key === key ? state : { chosen: none, isAll: false }
  const choose = (next: ReadonlySet<string>, all = false) => setState({ key, chosen: next, isAll: all })
  return {
    chosen,
    isAll,
    onChange: (next: ReadonlySet<string>) => choose(next),
    chooseAll: () => choose(chosen, true),
    clear: () => choose(none),
  }
}
