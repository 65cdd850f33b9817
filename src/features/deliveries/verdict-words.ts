import { type DeliveryStatus, deliveryStatus } from '../../../contract/delivery-status.ts'
import type { VerdictCode } from '../../../contract/explanations.ts'
import type { BadgeTone } from '../../ui/badge.tsx'

interface Look {
  readonly tone: BadgeTone
  readonly word: string
}

const looks: Record<Exclude<VerdictCode, DeliveryStatus>, Look> = {
  wouldReceive: { tone: 'scheduled', word: 'Would get it' },
  wouldBeSkipped: { tone: 'skipped', word: 'Would be skipped' },
  wouldFail: { tone: 'failed', word: 'Would fail' },
  unknown: { tone: 'neutral', word: 'Nobody known' },
  personDeleted: { tone: 'neutral', word: 'Person deleted' },
  targetDeleted: { tone: 'neutral', word: 'Target deleted' },
  noTargetOfType: { tone: 'neutral', word: 'Nowhere to send to' },
  otherType: { tone: 'neutral', word: 'Another channel' },
  notNamed: { tone: 'neutral', word: 'Not for them' },
  subscribedLater: { tone: 'neutral', word: 'Subscribed later' },
  unsubscribed: { tone: 'neutral', word: 'Unsubscribed' },
  addedLater: { tone: 'neutral', word: 'Added later' },
  topicDeleted: { tone: 'neutral', word: 'Topic deleted' },
  preparing: { tone: 'sending', word: 'Not known yet' },
  swept: { tone: 'neutral', word: 'No longer kept' },
}

/** Undefined for what is the state of a delivery, which has a badge of its own. */
export const verdictLook = (code: VerdictCode): Look | undefined => (isStatus(code) ? undefined : looks[code])

const isStatus = (code: VerdictCode): code is DeliveryStatus => deliveryStatus.safeParse(code).success

/** What came about at the verdict's time. */
export function whenWords(code: VerdictCode): string {
  switch (code) {
    case 'sent':
      return 'Sent'
    case 'subscribedLater':
      return 'Subscribed'
    case 'unsubscribed':
      return 'Unsubscribed'
    case 'addedLater':
      return 'Added'
    case 'personDeleted':
    case 'targetDeleted':
    case 'topicDeleted':
      return 'Deleted'
    default:
      return 'Since'
  }
}
