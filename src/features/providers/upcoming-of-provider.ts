// Which scheduled messages would go through a provider as things stand.
import type { Provider } from '../../../contract/providers.ts'
import { queries } from '../../../contract/queries.ts'

/** `all`: every provider of its channel. What names none, or one that is off or gone, goes through the default. */
export function upcomingConditions(
  { $id, type, isDefault }: Provider,
  all: readonly Pick<Provider, '$id' | 'enabled'>[],
): string[] {
  const others = all.filter((other) => other.enabled && other.$id !== $id)
  return [
    queries.equal('providerType', type),
    ...(isDefault
      ? others.map((other) => queries.notEqual('providerId', other.$id))
      : [queries.equal('providerId', $id)]),
  ]
}
