import { useRouter, useRouterState } from '@tanstack/react-router'
import { useEffect } from 'react'

/** Names the page in the browser's tab, and puts the focus into it when one goes there. Gives the name, to be read out. */
export function usePageChange(): string {
  const router = useRouter()
  const title = useRouterState({ select: ({ matches }) => titleOf(matches) })

  useEffect(() => {
    document.title = title
  }, [title])

  useEffect(
    () =>
      router.subscribe('onRendered', ({ fromLocation, pathChanged }) => {
        // After whatever closes with the change (the menu's sheet) has given its focus back.
        if (fromLocation && pathChanged) setTimeout(focusMain)
      }),
    [router],
  )

  return title
}

type Titled = {
  readonly status: string
  /** The router's mark of the page that shows it in an unknown address's place. */
  readonly _notFound?: boolean | undefined
  readonly meta?: readonly ({ title?: string | undefined } | undefined)[] | undefined
}

/** From the inmost out, as the routes' `head` names them: "Summer sale · Shop · Carillon". */
function titleOf(matches: readonly Titled[]): string {
  const titles = matches.flatMap(({ meta = [] }) => meta.flatMap((entry) => entry?.title || []))
  if (matches.some(({ status, _notFound }) => status === 'notFound' || _notFound)) titles.push('Nothing here')
  else if (matches.some(({ status }) => status === 'error')) titles.push('Not shown')
  return [...titles.reverse(), 'Carillon'].join(' · ')
}

/** Not where the new page has put the focus itself, a panel of its own too, or where the old one kept it: tabs below one title. */
function focusMain() {
  const main = document.getElementById('main')
  const { activeElement } = document
  if (main?.contains(activeElement) || activeElement?.closest('[role$=dialog][data-state=open]')) return
  main?.focus({ preventScroll: true })
}
