// What the router shows in a page's place where there is no frame.
import type { ErrorComponentProps } from '@tanstack/react-router'
import { BarePage } from './bare-page.tsx'
import { ErrorDetails } from './error-details.tsx'
import { isMissing, MissingText } from './missing-text.tsx'

export function BareErrorPage({ error }: ErrorComponentProps) {
  if (isMissing(error)) return <BareNotFoundPage />
  return (
    <BarePage title="This page could not be shown">
      <ErrorDetails error={error} />
    </BarePage>
  )
}

export function BareNotFoundPage() {
  return (
    <BarePage title="There is nothing here">
      <MissingText />
    </BarePage>
  )
}
