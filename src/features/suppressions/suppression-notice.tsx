import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Suppression } from '../../../contract/suppressions.ts'
import { problemOf } from '../../lib/api-error.ts'
import { zonedTime } from '../../lib/time.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { toast } from '../../ui/toasts.ts'
import { useMay } from '../session/use-session.ts'
import { suppressionMutations, suppressionQueries } from './suppression-queries.ts'

/** Says of an address or a number to which nothing is sent why that is, and lets it be lifted. Nothing, where it is sent to. */
export function SuppressionNotice({ identifier }: { identifier: string }) {
  const { data: suppression } = useQuery(suppressionQueries.of(identifier))
  const mayLift = useMay('editor')
  const { lift, isPending } = useLifting()
  if (!suppression) return null
  const { $createdAt, reason, createdBy, note } = suppression
  const who = createdBy.name === '' ? '' : ` (${createdBy.name})`
  return (
    <Notice
      tone="warning"
      title={`Nothing is sent to ${identifier}`}
      action={
        mayLift && (
          <Button size="sm" onClick={() => lift(suppression)} pending={isPending && 'Lifting…'}>
            Send to it again
          </Button>
        )
      }
    >
      Since {zonedTime($createdAt, 'exact')},{' '}
      {reason === 'dead'
        ? `because its provider${who} says that there is no such address or number`
        : `by hand${who}`}
      .{note && <p className="mt-1 text-quiet">{note}</p>}
    </Notice>
  )
}

function useLifting() {
  const queryClient = useQueryClient()
  const lookAgain = () => queryClient.invalidateQueries({ queryKey: suppressionQueries.all() })
  const tellProblem = (title: string) => (error: Error) =>
    toast({ tone: 'error', title, detail: problemOf(error)?.message })
  const restore = useMutation({
    ...suppressionMutations.restore(),
    onSuccess: lookAgain,
    onError: tellProblem('It could not be undone'),
  })
  const { mutate, isPending } = useMutation({
    ...suppressionMutations.lift(),
    onSuccess: (_, lifted: Suppression) => {
      toast({
        title: `${lifted.identifier} is sent to again`,
        detail: 'From the next message on.',
        tone: 'good',
        actions: [{ label: 'Undo', onSelect: () => restore.mutate(lifted) }],
      })
      return lookAgain()
    },
    onError: tellProblem('It could not be lifted'),
  })
  return { lift: mutate, isPending }
}
