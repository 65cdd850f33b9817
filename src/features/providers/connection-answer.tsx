import { zonedTime } from '../../lib/time.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Notice } from '../../ui/notice.tsx'
import type { ConnectionCheck } from './use-connection-check.ts'

/** What the server found when it tried the settings out, in its own words. */
export function ConnectionAnswer({ check }: { check: ConnectionCheck }) {
  const { answer, problem, isOld, isRunning } = check
  if (problem) return <ErrorNotice title="The connection could not be checked" problem={problem} />
  if (!answer || isRunning) return null
  const at = zonedTime(answer.checkedAt, 'exact')
  return (
    <Notice
      role="status"
      tone={answer.ok ? 'good' : 'warning'}
      title={answer.ok ? 'It works' : 'It does not work yet'}
    >
      <p>{answer.detail}</p>
      <p className="mt-1 text-xs text-quiet">
        Checked {at}
        {isOld && ', before what was changed since'}. Nothing was sent.
      </p>
    </Notice>
  )
}
