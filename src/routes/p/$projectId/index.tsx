import { createFileRoute, redirect } from '@tanstack/react-router'

export const Route = createFileRoute('/p/$projectId/')({
  beforeLoad: ({ params: { projectId } }) => {
    throw redirect({ to: `/p/${projectId}/messages` as string, replace: true })
  },
})
