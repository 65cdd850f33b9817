import { Link } from '@tanstack/react-router'
import { ApiError } from '../../lib/api-error.ts'
import { buttonClass } from '../../ui/button-look.ts'

/** The server's 404 is a page that is not there, and no failure. */
export const isMissing = (error: unknown) => error instanceof ApiError && error.code === 404

export function MissingText() {
  return (
    <>
      <p className="text-quiet">The address may be cut off, or what was here has been deleted.</p>
      <p className="mt-6">
        <Link to="/" className={buttonClass({})}>
          Go to the start
        </Link>
      </p>
    </>
  )
}
