import { useQuery } from '@tanstack/react-query'
import type { Provider } from '../../../contract/providers.ts'
import { channelTypes } from '../../../contract/resource.ts'
import { currentProject } from '../../lib/project.ts'
import { ChannelIcon } from '../../ui/channel-icon.tsx'
import { DescriptionList } from '../../ui/description-list.tsx'
import { LoadError } from '../../ui/load-error.tsx'
import { Section } from '../../ui/section.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { isTestProvider, providerQueries } from '../providers/provider-queries.ts'

/** Through what each kind of message goes, where nothing names a provider. It is chosen on the providers' own pages. */
export function SendingProviders() {
  const query = useQuery(providerQueries.everyOne())
  const { data, error } = query
  return (
    <Section
      title="What sends"
      description="The default providers, for whatever names none."
      action={
        <TextLink to="/p/$projectId/providers" params={{ projectId: currentProject() }}>
          All providers
        </TextLink>
      }
    >
      <LoadError query={query} title="The providers could not be loaded" />
      {!data && !error && (
        <p role="status" className="sr-only">
          Loading…
        </p>
      )}
      <DescriptionList
        items={channelTypes.map((channel) => ({
          key: channel,
          term: <ChannelIcon channel={channel} named />,
          value: data ? (
            <DefaultProvider
              provider={data.providers.find(({ type, isDefault }) => type === channel && isDefault)}
            />
          ) : (
            !error && <Skeleton width="40%" />
          ),
        }))}
      />
    </Section>
  )
}

function DefaultProvider({ provider }: { provider: Provider | undefined }) {
  if (!provider) return <span className="text-quiet">None is on: nothing can be sent</span>
  return (
    <>
      <TextLink
        to="/p/$projectId/providers/$providerId"
        params={{ projectId: currentProject(), providerId: provider.$id }}
      >
        {provider.name}
      </TextLink>
      {isTestProvider(provider) && <span className="text-quiet"> · Test inbox: reaches nobody</span>}
    </>
  )
}
