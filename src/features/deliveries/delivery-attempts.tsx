import type { DeliveryDetail } from '../../../contract/deliveries.ts'
import { zonedTime } from '../../lib/time.ts'
import { CodeBlock } from '../../ui/code-block.tsx'
import { outcomeWords } from './delivery-words.ts'

/** Every try that is kept: when, by which process, and what the provider said. */
export function DeliveryAttempts({
  delivery: { attemptLog, attempts, status },
}: {
  delivery: DeliveryDetail
}) {
  if (attemptLog.length === 0) {
    return attempts === 0 ? null : (
      <p className="text-sm text-quiet">
        {status === 'sent' ? 'It was taken at the first attempt.' : 'The first attempt is under way.'}
      </p>
    )
  }
  return (
    <section aria-labelledby="attempts">
      <h3 id="attempts" className="mb-3 text-base font-strong">
        Attempts
      </h3>
      {attempts > attemptLog.length && (
        <p className="mb-3 text-sm text-quiet">The last {attemptLog.length.toLocaleString()} are kept.</p>
      )}
      <ol className="grid grid-cols-1 gap-5">
        {attemptLog.map(({ attempt, outcome, code, response, startedAt, finishedAt, worker }) => (
          <li key={attempt} className="grid grid-cols-1 gap-2">
            <p>
              <span className="font-strong">{attempt.toLocaleString()}.</span> {outcomeWords[outcome]}
              {code && <span className="ml-2 font-mono text-xs text-quiet">{code}</span>}
            </p>
            {(finishedAt ?? startedAt) && (
              <p className="text-sm text-quiet tabular-nums">
                {zonedTime(finishedAt ?? startedAt ?? '', 'exact')}
                {startedAt && finishedAt && `, after ${duration(startedAt, finishedAt)}`}
                {worker && <Worker id={worker} />}
              </p>
            )}
            {response && <CodeBlock label="What the provider said" code={response} />}
          </li>
        ))}
      </ol>
    </section>
  )
}

/** A process of the server; its first letters tell it from the others. */
function Worker({ id }: { id: string }) {
  return (
    <>
      , by worker{' '}
      <span title={id} className="font-mono text-xs">
        {id.slice(0, 8)}
      </span>
    </>
  )
}

function duration(from: string, to: string): string {
  const milliseconds = Math.max(0, Date.parse(to) - Date.parse(from))
  return milliseconds < 1_000 ? `${milliseconds} ms` : `${(milliseconds / 1_000).toFixed(1)} s`
}
