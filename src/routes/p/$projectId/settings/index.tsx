import { createFileRoute, redirect } from '@tanstack/react-router'

export const Route = createFileRoute('/p/$projectId/settings/')({
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/p/$projectId/settings/project', params, replace: true })
  },
})
