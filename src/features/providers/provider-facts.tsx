import type { Provider } from '../../../contract/providers.ts'
import { DescriptionList } from '../../ui/description-list.tsx'
import { type Control, fieldsOf } from './kind-words.ts'
import { secretsOf } from './provider-form.ts'

/** The settings of a provider for those who may not change them. */
export function ProviderFacts({ provider }: { provider: Provider }) {
  const values: Readonly<Record<string, unknown>> = { ...provider.credentials, ...provider.options }
  const secrets = secretsOf(provider)
  const items = fieldsOf(provider.provider).map(([name, { label, control }]) => ({
    term: label,
    value: secrets[name] ?? shown(values[name], control),
  }))
  return <DescriptionList items={items} />
}

function shown(value: unknown, control: Control | undefined): string {
  if (control?.as === 'flag') return value === true ? 'Yes' : 'No'
  if (control?.as === 'percent') return `${Math.round(Number(value) * 1000) / 10} %`
  const text = value === undefined || value === null ? '' : String(value)
  if (control?.as !== 'choice') return text
  // "No encryption" is stored as ''.
  return control.options.find((option) => option.value === (text || 'none'))?.label ?? text
}
