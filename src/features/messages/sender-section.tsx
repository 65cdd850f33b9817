import { useFormContext, useWatch } from 'react-hook-form'
import type { Provider } from '../../../contract/providers.ts'
import { Field } from '../../ui/field.tsx'
import { LoadError } from '../../ui/load-error.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Section } from '../../ui/section.tsx'
import { Select } from '../../ui/select.tsx'
import { isTestProvider, senderOf } from '../providers/provider-queries.ts'
import { type EmailValues, emailLabels } from './email-form.ts'
import { useProviders } from './use-providers.ts'

export function SenderSection() {
  const { register, formState } = useFormContext<EmailValues>()
  const providerId = useWatch<EmailValues, 'providerId'>({ name: 'providerId' })
  const providers = useProviders('email')
  const { enabled, fallback } = providers
  const chosen = enabled?.find(({ $id }) => $id === providerId)
  const sender = chosen ?? fallback

  return (
    <Section id="sender" title="Sender">
      <div className="grid gap-4">
        <LoadError query={providers} title="The providers could not be loaded" />
        <Field
          label={emailLabels.providerId}
          error={formState.errors.providerId}
          help={sender && senderOf(sender) && `Recipients see ${senderOf(sender)} as the sender.`}
        >
          <Select
            {...register('providerId')}
            // Its value has to be among the options before they are known, or the browser chooses another one.
            key={enabled ? 'known' : 'awaited'}
            options={[
              { value: '', label: fallback ? `The default: ${nameOf(fallback)}` : 'The default provider' },
              ...(enabled ?? []).map((provider) => ({ value: provider.$id, label: nameOf(provider) })),
              ...(providerId && !chosen
                ? [{ value: providerId, label: enabled ? `${providerId} (off or deleted)` : providerId }]
                : []),
            ]}
          />
        </Field>
        {enabled && providerId && !chosen && (
          <Notice tone="warning" title="The chosen provider is off, or deleted">
            {fallback ? `${fallback.name} would send in its place.` : 'Nothing would be sent in its place.'}
          </Notice>
        )}
        {enabled && !sender && (
          <Notice tone="warning" title="No e-mail provider is switched on">
            You can write and save; every e-mail would fail until one is on.
          </Notice>
        )}
        {sender && isTestProvider(sender) && (
          <Notice tone="info" title="Test inbox: reaches nobody">
            {sender.name} is a test provider. What it sends lands in the test inbox of this project, to be
            looked at.
          </Notice>
        )}
      </div>
    </Section>
  )
}

const nameOf = (provider: Provider) =>
  isTestProvider(provider) ? `${provider.name} (test inbox, reaches nobody)` : provider.name
