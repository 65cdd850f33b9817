import { Button } from './button.tsx'
import { EmptyState } from './empty-state.tsx'

export interface EmptyPageProps {
  /** Where its rows went. */
  text: string
  onFirst: () => void
}

/** A later page of a list, with no rows left. */
export function EmptyPage({ text, onFirst }: EmptyPageProps) {
  return (
    <EmptyState
      drawing="search"
      title="This page is empty"
      action={<Button onClick={onFirst}>Go to the first page</Button>}
    >
      {text}
    </EmptyState>
  )
}
