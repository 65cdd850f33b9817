import { Notice } from '../../ui/notice.tsx'

/** For whoever came by an address that his role has no use for. */
export function OwnersOnly() {
  return (
    <Notice tone="info">
      Only owners can add and change providers. You can look at those that are there.
    </Notice>
  )
}
