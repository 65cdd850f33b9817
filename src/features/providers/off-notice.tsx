import type { Provider } from '../../../contract/providers.ts'
import { Notice } from '../../ui/notice.tsx'

export interface OffNoticeProps {
  provider: Provider
  /** What is used in its place, where there is one. */
  fallback: Provider | undefined
}

/** Of one that is off, what names it goes elsewhere. */
export function OffNotice({ provider, fallback }: OffNoticeProps) {
  if (provider.enabled) return null
  return (
    <div className="mb-4">
      <Notice tone="warning" title="It is off">
        {fallback
          ? `What names it goes through “${fallback.name}” as long as it is.`
          : 'What names it fails as long as it is, since nothing else is on.'}
      </Notice>
    </div>
  )
}
