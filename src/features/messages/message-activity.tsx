import type { ThingActivitySearch } from '../activity/activity-search.ts'
import { ThingActivity } from '../activity/thing-activity.tsx'
import { useLiveMessage } from './use-live-message.ts'

export interface MessageActivityProps {
  messageId: string
  search: ThingActivitySearch
  onSearch: (search: ThingActivitySearch) => void
}

export function MessageActivity({ messageId, ...rest }: MessageActivityProps) {
  const { $createdAt } = useLiveMessage(messageId)
  return <ThingActivity thing={{ type: 'message', id: messageId, since: $createdAt }} {...rest} />
}
