import { lazy, Suspense, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import type { AudienceWish } from './message-queries.ts'

const AudienceListDialog = lazy(async () => {
  const { AudienceListDialog } = await import('./audience-list-dialog.tsx')
  return { default: AudienceListDialog }
})

/** The way from a count to who is counted. */
export function AudienceList({ wish }: { wish: AudienceWish }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button size="sm" variant="quiet" className="-ml-3 justify-self-start" onClick={() => setOpen(true)}>
        View the list…
      </Button>
      <Suspense>{isOpen && <AudienceListDialog wish={wish} onClose={() => setOpen(false)} />}</Suspense>
    </>
  )
}
