import { useState } from 'react'
import type { Message } from '../../../contract/messages.ts'
import { Progress } from '../../ui/progress.tsx'
import { useNow } from '../../ui/use-now.ts'
import { doneTotal } from './message-state.ts'
import { timeLeftText } from './time-left.ts'

/** How far it is, with numbers; nothing where it does not move. */
export function MessageProgress({ message }: { message: Message }) {
  const { phase, total, startedAt } = message.delivery
  if (phase === 'preparing') {
    return (
      <p role="status" className="tabular-nums">
        <span className="font-strong">Preparing.</span>{' '}
        {total === 0 ? 'Looking up who gets it.' : `${total.toLocaleString()} recipients so far.`}
      </p>
    )
  }
  if (phase !== 'sending' && phase !== 'paused') return null
  // Each start, a retry's too, is measured by itself.
  return <Bar key={`${phase} ${startedAt}`} message={message} />
}

function Bar({ message }: { message: Message }) {
  const { total, counts, phase } = message.delivery
  const done = doneTotal(message)
  const [first] = useState(() => ({ at: Date.now(), done }))
  const now = useNow(2_000)
  const left = phase === 'sending' ? timeLeftText(first, { at: now, done }, total) : undefined
  return (
    <Progress
      label={phase === 'paused' ? 'Paused' : 'Sending'}
      max={total}
      value={done}
      detail={left}
      parts={[
        { tone: 'sent', value: counts.sent },
        { tone: 'failed', value: counts.failed },
        { tone: 'doubt', value: counts.inDoubt },
        { tone: 'skipped', value: counts.skipped + counts.cancelled },
      ]}
    />
  )
}
