import { currentProject } from '../../lib/project.ts'
import { ButtonLink } from '../../ui/button-link.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Page } from '../../ui/page.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { useProject } from '../projects/use-project.ts'
import { DeliveryList } from './delivery-list.tsx'
import type { DeliveryScope, DeliverySearch } from './delivery-search.ts'

const scope: DeliveryScope = { of: 'project' }

export interface DeliveriesPageProps {
  search: DeliverySearch
  onSearch: (search: DeliverySearch, replace?: boolean) => void
}

/** Who got what, across messages. */
export function DeliveriesPage({ search, onSearch }: DeliveriesPageProps) {
  const { deliveryDays } = useProject()
  return (
    <Page width="full">
      <PageHeader
        title="Deliveries"
        detail={`Who got what, and who did not. Kept for ${deliveryDays.toLocaleString()} ${deliveryDays === 1 ? 'day' : 'days'} after the end of their message.`}
      />
      <DeliveryList
        scope={scope}
        search={search}
        onSearch={onSearch}
        empty={
          <EmptyState
            drawing="envelope"
            title="Nothing has been sent yet"
            action={
              <ButtonLink to="/p/$projectId/messages" params={{ projectId: currentProject() }}>
                Go to the messages
              </ButtonLink>
            }
          >
            Each recipient of each message has a row here that says what became of it.
          </EmptyState>
        }
      />
    </Page>
  )
}
