import Check from 'lucide-react/icons/check'
import Copy from 'lucide-react/icons/copy'
import type { ReactNode } from 'react'
import { Button } from '../../ui/button.tsx'
import { CopyStatus } from '../../ui/copy-status.tsx'
import { Folded } from '../../ui/folded.tsx'
import { useCopy } from '../../ui/use-copy.ts'
import { type Addition, ofVerdict, type Verdict } from './additions.ts'

/** In the order in which they matter to whoever looks. */
const groups: readonly {
  verdict: Verdict
  title: (count: string) => string
  help?: (count: number) => string
  toMend?: true
}[] = [
  { verdict: 'added', title: (count) => `${count} subscribed` },
  { verdict: 'new', title: (count) => `${count} can be subscribed` },
  { verdict: 'failed', title: (count) => `${count} failed`, toMend: true },
  { verdict: 'waiting', title: (count) => `${count} not tried yet`, toMend: true },
  {
    verdict: 'unknown',
    title: (count) => `${count} not known`,
    help: (count) =>
      count === 1
        ? 'Nobody here has it. Add it to a person, or as a person of its own.'
        : 'Nobody here has these. Add them to people, or as people of their own.',
    toMend: true,
  },
  { verdict: 'unread', title: (count) => `${count} cannot be used`, toMend: true },
  { verdict: 'there', title: (count) => `${count} subscribed already` },
]

const openUpTo = 8
const shown = 200

export interface AdditionGroupsProps {
  additions: readonly Addition[]
  /** In the group of those whom nobody here has. */
  forUnknown: ReactNode
}

/** What becomes of each row, those of one fate together. */
export function AdditionGroups({ additions, forUnknown }: AdditionGroupsProps) {
  return (
    <div className="divide-y divide-line border-y border-line">
      {groups.map(({ verdict, title, help, toMend }) => {
        const some = ofVerdict(additions, verdict)
        if (some.length === 0) return null
        return (
          <Folded
            key={verdict}
            label={title(some.length.toLocaleString())}
            startsOpen={some.length <= openUpTo}
            className="py-1"
          >
            <div className="pb-3 pl-4">
              {help && <p className="mb-1 text-sm text-quiet">{help(some.length)}</p>}
              <ul className="text-sm">
                {some.slice(0, shown).map((addition) => (
                  <li key={addition.written} className="flex flex-wrap justify-between gap-x-4 py-0.5">
                    <span className="min-w-0 wrap-anywhere">{addition.written}</span>
                    <span className="text-quiet">{addition.detail}</span>
                  </li>
                ))}
                {some.length > shown && (
                  <li className="py-0.5 text-quiet">and {(some.length - shown).toLocaleString()} more</li>
                )}
              </ul>
              {toMend && (
                <div className="mt-1 flex flex-wrap gap-2">
                  {verdict === 'unknown' && forUnknown}
                  <CopyAll additions={some} />
                </div>
              )}
            </div>
          </Folded>
        )
      })}
    </div>
  )
}

/** To mend them elsewhere and bring them again. */
function CopyAll({ additions }: { additions: readonly Addition[] }) {
  const { state, copy } = useCopy()
  return (
    <>
      <Button
        size="sm"
        variant="quiet"
        icon={state === 'copied' ? <Check aria-hidden="true" /> : <Copy aria-hidden="true" />}
        onClick={() => copy(additions.map(({ written }) => written).join('\n'))}
      >
        Copy {additions.length === 1 ? 'it' : `these ${additions.length.toLocaleString()}`}
      </Button>
      <CopyStatus state={state} />
    </>
  )
}
