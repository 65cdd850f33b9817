// Panels — sheets, dialogs, popovers — and the way back. One that the address holds is one step, whatever it shows: Back closes
// it, and once it is closed Back does not open it again.
import { useBlocker, useParams, useRouter, useSearch } from '@tanstack/react-router'

/** Closes the panel that these parts of the search hold. */
export function useClosePanel<Search extends object>(
  ...parts: readonly (keyof Search & string)[]
): () => Promise<void> {
  const leaveFor = useLeavePanel()
  return () => leaveFor({ to: '.', search: (search) => without(search, parts) })
}

/** Closes the panel whose path begins with that of the page below it. */
export function useClosePanelRoute(): () => Promise<void> {
  const leaveFor = useLeavePanel()
  return () => leaveFor({ to: '..', search: (search) => search })
}

/** For a dialog that the address cannot hold, because what it is about is nowhere yet: Back closes it, and leads nowhere. */
export function useBackCloses(onClose: () => unknown): void {
  useBlocker({
    shouldBlockFn: ({ action }) => {
      if (action !== 'BACK') return false
      onClose()
      return true
    },
    enableBeforeUnload: false,
  })
}

/** For the links that open one: in the place of another they are no step of their own (`replace`). */
export function useIsPanelOpen(part: string): boolean {
  return useSearch({ strict: false, select: (search) => part in search })
}

export function useIsPanelRouteOpen(param: string): boolean {
  return useParams({ strict: false, select: (params) => param in params })
}

interface Place {
  readonly to: '.' | '..'
  readonly search: (search: object) => object
}

/** Where the panel was opened from there, this is the way back; where its own link was followed, the address is replaced. */
function useLeavePanel() {
  const router = useRouter()
  return (place: Place): Promise<void> => {
    const before = entryBefore()
    const { publicHref } = router.buildLocation(place)
    if (!before?.url || !isSamePlace(before.url, new URL(publicHref, location.origin).href)) {
      return router.navigate({ ...place, replace: true, resetScroll: false })
    }
    const { scrollY } = window
    return new Promise((resolve) => {
      const stop = router.subscribe('onRendered', () => {
        stop()
        // Not where the list stood when the panel was opened: it is used beside it.
        window.scrollTo({ top: scrollY })
        resolve()
      })
      // By its key and not one step back: asked twice, it still leads there.
      window.navigation.traverseTo(before.key)
    })
  }
}

/** Browsers that have no `navigation` yet replace the address, too: there, Back then stays on the list once. */
function entryBefore(): NavigationHistoryEntry | undefined {
  const navigation: Navigation | undefined = window.navigation
  return navigation?.entries()[(navigation.currentEntry?.index ?? 0) - 1]
}

/** Whatever the order of what the search holds. */
function isSamePlace(one: string, other: string): boolean {
  return inOrder(one) === inOrder(other)
}

function inOrder(address: string): string {
  const url = new URL(address)
  url.searchParams.sort()
  return url.href
}

function without(search: object, parts: readonly string[]): object {
  return Object.fromEntries(Object.entries(search).filter(([part]) => !parts.includes(part)))
}
