// What the router shows in a page's place, inside the frame.
import type { ErrorComponentProps } from '@tanstack/react-router'
import { Page } from '../../ui/page.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { ErrorDetails } from './error-details.tsx'
import { isMissing, MissingText } from './missing-text.tsx'

export function PendingPage() {
  return (
    <Page width="full">
      <p role="status" className="sr-only">
        Loading…
      </p>
      <Skeleton width="220px" height="28px" className="mb-8" />
      <div className="grid gap-7">
        {['68%', '54%', '61%', '47%', '64%', '58%'].map((width) => (
          <Skeleton key={width} width={width} />
        ))}
      </div>
    </Page>
  )
}

export function ErrorPage({ error }: ErrorComponentProps) {
  if (isMissing(error)) return <NotFoundPage />
  return (
    <Page width="reading">
      <PageHeader title="This page could not be shown" />
      <ErrorDetails error={error} />
    </Page>
  )
}

export function NotFoundPage() {
  return (
    <Page width="reading">
      <PageHeader title="There is nothing here" />
      <MissingText />
    </Page>
  )
}
