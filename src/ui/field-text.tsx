import CircleAlert from 'lucide-react/icons/circle-alert'
import type { ReactNode } from 'react'

/** Help and error below a control, under the ids that the control is described by. */
export function FieldText({ id, help, error }: { id: string; help: ReactNode; error: string | undefined }) {
  return (
    <>
      {help && (
        <p id={`${id}-help`} className="mt-1.5 text-sm text-quiet">
          {help}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className="mt-1.5 flex gap-1.5 text-sm text-failed">
          <CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
          <span className="min-w-0 break-words">{error}</span>
        </p>
      )}
    </>
  )
}

export const describedBy = (id: string, help: ReactNode, error: string | undefined) =>
  [help && `${id}-help`, error && `${id}-error`].filter(Boolean).join(' ') || undefined
