import { createFileRoute } from '@tanstack/react-router'
import { FailuresPart } from '../../../../../features/deliveries/failures-part.tsx'
import { WhyPart } from '../../../../../features/deliveries/why-part.tsx'
import { type WhySearch, whySearch } from '../../../../../features/deliveries/why-search.ts'
import { MessageOverview } from '../../../../../features/messages/message-overview.tsx'
import { useLiveMessage } from '../../../../../features/messages/use-live-message.ts'
import { unread } from '../../../../../lib/search.ts'

export const Route = createFileRoute('/p/$projectId/messages/$messageId/')({
  validateSearch: unread<WhySearch>,
  component: OverviewRoute,
})

function OverviewRoute() {
  const message = useLiveMessage(Route.useParams().messageId)
  const { who = '', retry } = whySearch.parse(Route.useSearch())
  const navigate = Route.useNavigate()
  return (
    <MessageOverview message={message}>
      <FailuresPart message={message} retry={retry} />
      <WhyPart
        message={message}
        who={who}
        onWho={(asked) =>
          navigate({
            search: (before) => ({ ...before, who: asked || undefined }),
            replace: true,
            resetScroll: false,
          })
        }
      />
    </MessageOverview>
  )
}
