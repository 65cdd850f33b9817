import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { problemOf } from '../../lib/api-error.ts'
import { Button } from '../../ui/button.tsx'
import { LoadError } from '../../ui/load-error.tsx'
import { Section } from '../../ui/section.tsx'
import { Table } from '../../ui/table.tsx'
import { toast } from '../../ui/toasts.ts'
import { accountMutations, accountQueries } from './account-queries.ts'
import { sessionColumns } from './session-table.tsx'

/** Where one is signed in. */
export function SessionsPart() {
  const queryClient = useQueryClient()
  const query = useQuery(accountQueries.sessions())
  const { data, error } = query
  const others = (data?.sessions.length ?? 0) - 1
  const endOthers = useMutation({
    ...accountMutations.endOtherSessions(),
    onSuccess: () => {
      toast({ title: 'You are signed out everywhere else', tone: 'good' })
      return queryClient.invalidateQueries({ queryKey: accountQueries.sessions().queryKey })
    },
    onError: (error) =>
      toast({
        title: 'The other sessions could not be ended',
        detail: problemOf(error)?.message,
        tone: 'error',
      }),
  })
  return (
    <Section
      title="Where you are signed in"
      description="A session ends by itself after 12 hours without use, or after 7 days."
      action={
        others > 0 && (
          <Button pending={endOthers.isPending && 'Ending…'} onClick={() => endOthers.mutate()}>
            {others === 1 ? 'End the other one' : `End all ${others.toLocaleString()} others`}
          </Button>
        )
      }
    >
      <Table
        label="Sessions"
        columns={sessionColumns}
        rows={data?.sessions ?? (error ? [] : undefined)}
        rowKey={({ $id }) => $id}
        skeletonRows={2}
        keys={false}
        empty={null}
        error={error && <LoadError query={query} title="Your sessions could not be loaded" />}
      />
    </Section>
  )
}
