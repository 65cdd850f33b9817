import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, Outlet } from '@tanstack/react-router'
import { BareErrorPage, BareNotFoundPage } from '../features/shell/bare-page-states.tsx'
import { usePageChange } from '../features/shell/use-page-change.ts'

export const Route = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  component: Root,
  errorComponent: BareErrorPage,
  notFoundComponent: BareNotFoundPage,
})

function Root() {
  const title = usePageChange()
  return (
    <>
      <p role="status" className="sr-only">
        {title}
      </p>
      <Outlet />
    </>
  )
}
