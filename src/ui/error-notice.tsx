import type { ReactNode } from 'react'
import { Button } from './button.tsx'
import { Notice } from './notice.tsx'

/** What an error of the API or the network comes to on a screen. */
export interface Problem {
  message: string
  /** Given where it is our fault, for whoever looks it up. */
  requestId?: string | undefined
}

export interface ErrorNoticeProps {
  problem: Problem
  /** What did not work, before the message: "The messages could not be loaded". */
  title?: ReactNode
  onRetry?: (() => void) | undefined
  retrying?: boolean | undefined
}

/** An error in its place, with a way on. Old content beside it stays. */
export function ErrorNotice({ problem, title, onRetry, retrying = false }: ErrorNoticeProps) {
  return (
    <Notice
      tone="error"
      role="alert"
      title={title}
      action={
        onRetry && (
          <Button size="sm" onClick={onRetry} pending={retrying && 'Trying again…'}>
            Try again
          </Button>
        )
      }
    >
      {problem.message}
      {problem.requestId && (
        <p className="mt-1 text-xs text-quiet">
          Request <code className="font-mono select-all">{problem.requestId}</code>
        </p>
      )}
    </Notice>
  )
}
