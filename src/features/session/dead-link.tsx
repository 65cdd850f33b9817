import { problemOf } from '../../lib/api-error.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { TextLink } from '../../ui/text-link.tsx'

export interface DeadLinkProps {
  /** Null where the link lacks its end. */
  error: Error | null
  /** What to do about it. */
  advice: string
}

/** In the place of a form whose link opens nothing. */
export function DeadLink({ error, advice }: DeadLinkProps) {
  return (
    <div className="grid gap-4">
      <ErrorNotice
        title="This link does not work"
        problem={problemOf(error) ?? { message: 'It is cut off: the part behind the # is missing.' }}
      />
      <p className="text-quiet">{advice}</p>
      <p className="flex flex-wrap items-center gap-4">
        {error && <Button onClick={() => location.reload()}>Try again</Button>}
        <TextLink to="/sign-in">Sign in</TextLink>
      </p>
    </div>
  )
}
