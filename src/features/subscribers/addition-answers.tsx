import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { Topic } from '../../../contract/topics.ts'
import { problemOf } from '../../lib/api-error.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Progress } from '../../ui/progress.tsx'
import { peopleQueries } from '../people/people-queries.ts'
import { AdditionGroups } from './addition-groups.tsx'
import { type Addition, ofVerdict, openWishes } from './additions.ts'
import { becomePeople, canBecomePerson } from './new-people.ts'
import { subscribersText } from './subscribers-text.ts'
import type { useAdding } from './use-adding.ts'

export interface AdditionAnswersProps {
  topic: Topic
  additions: readonly Addition[]
  /** What else is to be said of them. */
  notes: readonly string[]
  add: ReturnType<typeof useAdding>['add']
  progress: ReturnType<typeof useAdding>['progress']
  onAdditions: (additions: readonly Addition[]) => void
  /** They are answers to what was done, and not to a try. */
  isDone?: boolean | undefined
  /** To what they were made of. */
  onBack?: (() => void) | undefined
  onClose: () => void
}

/** What would become of each, and the button that does it; afterwards what has become of each. */
export function AdditionAnswers(props: AdditionAnswersProps) {
  const { topic, additions, notes, add, progress, onAdditions, onBack, onClose } = props
  const heading = useRef<HTMLParagraphElement>(null)
  const [isDone, setDone] = useState(props.isDone ?? false)
  const open = openWishes(additions).length
  const fresh = ofVerdict(additions, 'new').length
  const queryClient = useQueryClient()
  // The button that was pressed is gone, and with it the focus.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once at the start, and once when it is done
  useEffect(() => heading.current?.focus(), [isDone])

  const run = () =>
    add.mutate(additions, {
      onSuccess: (outcome) => {
        onAdditions(outcome.additions)
        setDone(true)
      },
    })

  const become = useMutation({
    mutationFn: () => becomePeople(additions),
    onSuccess: (known) => {
      onAdditions(known)
      heading.current?.focus()
      return queryClient.invalidateQueries({ queryKey: peopleQueries.all() })
    },
  })
  const unknown = additions.filter(canBecomePerson).length
  const problem = problemOf(become.error ?? add.data?.error)

  return (
    <div className="grid gap-5">
      <div>
        <p
          ref={heading}
          tabIndex={-1}
          role="status"
          className="text-base font-strong tabular-nums outline-none"
        >
          {isDone ? doneText(additions, topic) : triedText(additions)}
        </p>
        {notes.map((note) => (
          <p key={note} className="text-sm text-quiet">
            {note}
          </p>
        ))}
      </div>
      {problem && <ErrorNotice title="It did not get to the end" problem={problem} />}
      <AdditionGroups
        additions={additions}
        forUnknown={
          unknown > 0 && (
            <Button size="sm" pending={become.isPending && 'Adding…'} onClick={() => become.mutate()}>
              {unknown === 1 ? 'Add it as a person' : `Add ${unknown.toLocaleString()} as people`}
            </Button>
          )
        }
      />
      {add.isPending && progress.of > 1000 && (
        <Progress label="Subscribed" value={progress.done} max={progress.of} />
      )}
      <div className="flex flex-wrap gap-2 max-sm:[&>*]:grow">
        {open > 0 && (
          <Button variant="primary" pending={add.isPending && 'Subscribing…'} onClick={run}>
            {isDone && fresh === 0
              ? `Try the other ${open.toLocaleString()} again`
              : `Subscribe ${open.toLocaleString()}`}
          </Button>
        )}
        {!isDone && onBack && <Button onClick={onBack}>Change the list</Button>}
        {(isDone || open === 0) && (
          <Button variant={open === 0 && isDone ? 'primary' : 'secondary'} onClick={onClose}>
            Done
          </Button>
        )}
      </div>
    </div>
  )
}

function triedText(additions: readonly Addition[]): string {
  const fresh = ofVerdict(additions, 'new').length
  const all = additions.length
  if (fresh === all)
    return all === 1 ? 'It can be subscribed' : `All ${all.toLocaleString()} can be subscribed`
  if (fresh === 0) return 'Nobody here is left to subscribe'
  return `${fresh.toLocaleString()} of ${all.toLocaleString()} can be subscribed`
}

function doneText(additions: readonly Addition[], { name }: Topic): string {
  const added = ofVerdict(additions, 'added').length
  return added === 0 ? 'Nobody was subscribed' : `${subscribersText(added)} added to “${name}”`
}
