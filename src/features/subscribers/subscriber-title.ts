import type { Subscriber } from '../../../contract/subscribers.ts'

/** What a subscriber is called on screens: a device by its name, since its token tells nobody anything. */
export const subscriberTitle = ({ target: { providerType, identifier, name } }: Subscriber) =>
  providerType === 'push' ? name || identifier : identifier
