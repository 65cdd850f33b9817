import type { Target } from '../../../contract/targets.ts'

/** What a target is called on screens: a device by its name, since its token tells nobody anything. */
export const targetTitle = ({ providerType, identifier, name }: Target) =>
  providerType === 'push' ? name || identifier : identifier
