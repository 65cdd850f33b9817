import { lazy, Suspense, useState } from 'react'
import type { ApiKey } from '../../../contract/console.ts'
import { secretsScope } from '../../../contract/scopes.ts'
import { accessWords, scopeRows, scopeSummary } from './scope-words.ts'

const Popover = lazy(async () => {
  const { Popover } = await import('../../ui/popover.tsx')
  return { default: Popover }
})

const look =
  'inline-flex min-h-6 max-w-full items-center rounded-[4px] text-left underline decoration-dotted decoration-control underline-offset-4 hover:decoration-ink pointer-coarse:min-h-11'

/** What a key may do in few words; all of it on a press. */
export function ScopesNote({ apiKey }: { apiKey: ApiKey }) {
  const [isOpen, setOpen] = useState<boolean>()
  const { scopes, name } = apiKey
  const label = `What ${name} may do`
  const words = <span className="truncate">{scopeSummary(scopes)}</span>
  const beforeFirstUse = (
    <button
      type="button"
      aria-haspopup="dialog"
      aria-expanded={false}
      onClick={() => setOpen(true)}
      className={look}
    >
      {words}
    </button>
  )
  if (isOpen === undefined) return beforeFirstUse
  const rows = scopeRows.flatMap((row) => {
    const access = accessWords(row, scopes)
    return access ? [{ label: row.label, access }] : []
  })
  return (
    <Suspense fallback={beforeFirstUse}>
      <Popover
        label={label}
        open={isOpen}
        onOpenChange={setOpen}
        trigger={
          <button type="button" className={look}>
            {words}
          </button>
        }
      >
        <dl className="grid gap-1 text-sm">
          {rows.map(({ label, access }) => (
            <div key={label} className="flex justify-between gap-4">
              <dt>{label}</dt>
              <dd className="text-quiet">{access}</dd>
            </div>
          ))}
          {scopes.includes(secretsScope) && (
            <div className="flex justify-between gap-4 text-sending">
              <dt>Providers’ secrets</dt>
              <dd>in clear</dd>
            </div>
          )}
        </dl>
      </Popover>
    </Suspense>
  )
}
