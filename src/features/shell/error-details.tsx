import { useQueryErrorResetBoundary } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { ApiError, problemOf } from '../../lib/api-error.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { useCopy } from '../../ui/use-copy.ts'

/** Why a page could not be shown, a way to try again, and what to hand to whoever looks into it. */
export function ErrorDetails({ error }: { error: unknown }) {
  const router = useRouter()
  const queryErrors = useQueryErrorResetBoundary()
  const [isRetrying, setRetrying] = useState(false)
  const { state, copy } = useCopy()

  async function retry() {
    setRetrying(true)
    queryErrors.reset()
    await router.invalidate()
    setRetrying(false)
  }

  return (
    <>
      <ErrorNotice problem={problemOf(error) ?? { message: '' }} onRetry={retry} retrying={isRetrying} />
      <p className="mt-4">
        <Button size="sm" variant="quiet" onClick={() => copy(reportOf(error))}>
          <span role="status">
            {state === 'copied' ? 'Copied' : state === 'failed' ? 'Copying is not allowed' : 'Copy details'}
          </span>
        </Button>
      </p>
    </>
  )
}

function reportOf(error: unknown): string {
  const lines = [
    String(error),
    `Page: ${location.pathname}${location.search}`,
    `Time: ${new Date().toISOString()}`,
    `Browser: ${navigator.userAgent}`,
  ]
  if (error instanceof ApiError) {
    lines.push(`Type: ${error.type} (${error.code})`, `Request: ${error.requestId ?? 'not named'}`)
  } else if (error instanceof Error && error.stack) {
    lines.push(error.stack)
  }
  return lines.join('\n')
}
