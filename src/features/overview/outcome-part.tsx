import { useQuery } from '@tanstack/react-query'
import type { OutcomeCounts, StatsSpan } from '../../../contract/stats.ts'
import { formatInstant, zoneLabel } from '../../lib/time.ts'
import { LoadError } from '../../ui/load-error.tsx'
import { Section } from '../../ui/section.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { daysBack, overviewQueries } from './overview-queries.ts'

/** Drawn from the foot upwards in this order. */
const outcomes = [
  { key: 'sent', word: 'sent', fill: 'bg-sent' },
  { key: 'failed', word: 'failed', fill: 'bg-failed' },
  { key: 'inDoubt', word: 'in doubt', fill: 'bg-doubt' },
  { key: 'skipped', word: 'skipped', fill: 'bg-control' },
  { key: 'cancelled', word: 'cancelled', fill: 'bg-line' },
] as const satisfies { key: keyof OutcomeCounts; word: string; fill: string }[]

/** What came of all recipients, day by day. */
export function OutcomePart() {
  const query = useQuery(overviewQueries.outcomes())
  const { data, error } = query
  return (
    <Section
      title={`The last ${daysBack} days`}
      description={data && `Recipients by day in ${zoneLabel(data.timeZone)}; without the test inbox.`}
    >
      <LoadError query={query} title="The numbers could not be loaded" />
      {!data ? (
        !error && <Skeleton height="128px" />
      ) : sumOf(data.totals) === 0 ? (
        <p className="text-quiet">Nothing has gone out to anybody in these days.</p>
      ) : (
        <Chart spans={data.spans} totals={data.totals} zone={data.timeZone} />
      )}
    </Section>
  )
}

interface ChartProps {
  spans: readonly StatsSpan[]
  totals: OutcomeCounts
  zone: string
}

function Chart({ spans, totals, zone }: ChartProps) {
  const most = Math.max(...spans.map(sumOf))
  const present = outcomes.filter(({ key }) => totals[key] > 0)
  const first = spans[0]?.from
  const last = spans.at(-1)?.from
  return (
    <figure>
      <figcaption className="mb-4 flex flex-wrap gap-x-5 gap-y-1">
        {present.map(({ key, word, fill }) => (
          <span key={key} className="inline-flex items-baseline gap-1.5 tabular-nums">
            <span aria-hidden="true" className={`size-2.5 rounded-full ${fill}`} />
            <span>
              <span className="font-strong">{totals[key].toLocaleString()}</span>{' '}
              <span className="text-quiet">{word}</span>
            </span>
          </span>
        ))}
      </figcaption>
      <div aria-hidden="true">
        <p className="text-xs text-quiet tabular-nums">{most.toLocaleString()}</p>
        <div className="flex h-28 items-end gap-1 border-t border-b border-line">
          {spans.map((span) => (
            <div
              key={span.from}
              title={textOf(span, zone)}
              className="flex h-full min-w-0 grow basis-0 flex-col-reverse justify-start hover:bg-hover"
            >
              {present.map(({ key, fill }) => (
                <span
                  key={key}
                  className={`${fill} shrink-0 last:rounded-t-[2px]`}
                  // What is there is seen, however little it is.
                  style={{ height: span[key] > 0 ? `max(2px, ${(100 * span[key]) / most}%)` : 0 }}
                />
              ))}
            </div>
          ))}
        </div>
        <p className="mt-1 flex justify-between text-xs text-quiet">
          <span>{first && formatInstant(first, 'day', zone)}</span>
          <span>{last && formatInstant(last, 'day', zone)}</span>
        </p>
      </div>
      <table className="sr-only">
        <caption>Recipients by day and outcome</caption>
        <thead>
          <tr>
            <th scope="col">Day</th>
            {present.map(({ key, word }) => (
              <th key={key} scope="col">
                {word}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {spans.map((span) => (
            <tr key={span.from}>
              <th scope="row">{formatInstant(span.from, 'day', zone)}</th>
              {present.map(({ key }) => (
                <td key={key}>{span[key].toLocaleString()}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  )
}

const sumOf = (counts: OutcomeCounts) => outcomes.reduce((sum, { key }) => sum + counts[key], 0)

function textOf(span: StatsSpan, zone: string): string {
  const counts = outcomes.filter(({ key }) => span[key] > 0)
  const words = counts.map(({ key, word }) => `${span[key].toLocaleString()} ${word}`)
  return `${formatInstant(span.from, 'day', zone)}: ${words.join(', ') || 'nothing'}`
}
