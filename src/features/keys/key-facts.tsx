import type { ApiKey } from '../../../contract/console.ts'
import { RelativeTime } from '../../ui/relative-time.tsx'

/** What a key is told from others by. */
export function KeyFacts({ apiKey: { hint, $createdAt, lastUsedAt } }: { apiKey: ApiKey }) {
  return (
    <>
      <code className="font-mono text-xs">{hint}…</code>
      <span>
        Added <RelativeTime at={$createdAt} />
      </span>
      <span>
        {lastUsedAt ? (
          <>
            Last used <RelativeTime at={lastUsedAt} />
          </>
        ) : (
          'Never used'
        )}
      </span>
    </>
  )
}
