import type { ReactNode } from 'react'

export interface DescriptionListProps {
  /** Without a value ("" too, or null) the row says "–". */
  items: readonly { term: ReactNode; value: ReactNode; key?: string | undefined }[]
}

/** Facts about one thing: what it is called left, what it is right; above each other where it is narrow. */
export function DescriptionList({ items }: DescriptionListProps) {
  return (
    <dl className="divide-y divide-line border-y border-line">
      {items.map(({ term, value, key }) => (
        <div
          key={key ?? String(term)}
          className="grid gap-x-6 gap-y-0.5 py-2.5 sm:grid-cols-[minmax(120px,1fr)_2.5fr]"
        >
          <dt className="text-quiet">{term}</dt>
          <dd className="min-w-0 wrap-anywhere">
            {value === undefined || value === null || value === '' ? (
              <span className="text-quiet">–</span>
            ) : (
              value
            )}
          </dd>
        </div>
      ))}
    </dl>
  )
}
