import { useState } from 'react'
import type { Subscriber } from '../../../contract/subscribers.ts'

interface Chosen {
  /** What they were chosen under: of another search or filter they are not. */
  readonly under: string
  readonly byId: ReadonlyMap<string, Subscriber>
  readonly isAll: boolean
}

const none: ReadonlyMap<string, Subscriber> = new Map()

/** Which subscribers are ticked, those of other pages too, as long as the list is of the same search and filters. */
export function useChosen(under: string, rows: readonly Subscriber[]) {
  const [state, setState] = useState<Chosen>({ under, byId: none, isAll: false })
  const { byId, isAll } = state.under === under ? state : { byId: none, isAll: false }

  function choose(ids: ReadonlySet<string>) {
    const known = new Map([...byId, ...rows.map((row) => [row.$id, row] as const)])
    const next = new Map([...ids].flatMap((id) => [[id, known.get(id)] as const]).filter(isKnown))
    setState({ under, byId: next, isAll: false })
  }

  return {
    /** The ticked ones, unless all are. */
    chosen: byId,
    isAll,
    choose,
    chooseAll: () => setState({ under, byId, isAll: true }),
    clear: () => setState({ under, byId: none, isAll: false }),
  }
}

const isKnown = (entry: readonly [string, Subscriber | undefined]): entry is [string, Subscriber] =>
  entry[1] !== undefined
