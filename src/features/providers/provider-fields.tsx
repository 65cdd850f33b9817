import type { ReactNode } from 'react'
import { useFormContext, useWatch } from 'react-hook-form'
import type { ProviderKind } from '../../../contract/provider-kind.ts'
import { providerKinds, type Setting } from '../../../contract/provider-kinds.ts'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Field } from '../../ui/field.tsx'
import { Folded } from '../../ui/folded.tsx'
import { PasswordInput } from '../../ui/password-input.tsx'
import { RadioGroup } from '../../ui/radio-group.tsx'
import { Section } from '../../ui/section.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { FileText } from './file-text.tsx'
import { type FieldWords, fieldsOf, kindWords } from './kind-words.ts'
import { initialOf, type ProviderValues } from './provider-form.ts'
import { SecretField } from './secret-field.tsx'

export interface ProviderFieldsProps {
  kind: ProviderKind
  /** What is stored of each secret, as it may be shown; none of a new provider. */
  secrets?: Readonly<Record<string, string>>
  /** Seldom needed, at the end: the id of a new one. */
  advanced?: ReactNode
}

type NamedField = readonly [string, FieldWords]

/** The settings of a kind, in groups; all of it follows from the contract and the words for it. */
export function ProviderFields({ kind, secrets = {}, advanced }: ProviderFieldsProps) {
  const fields = fieldsOf(kind)
  const common = fields.filter(([, words]) => !words.advanced)
  const [connection, sender] = [
    common.filter(([, { group }]) => !group),
    common.filter(([, { group }]) => group === 'sender'),
  ]
  const show = ([name, words]: NamedField) => (
    <ProviderField key={name} kind={kind} name={name} words={words} stored={secrets[name]} />
  )
  const { where } = kindWords[kind]
  return (
    <div>
      {connection.length > 0 && (
        <Section title="Connection" description={where}>
          <div className="grid grid-cols-1 gap-5">{connection.map(show)}</div>
        </Section>
      )}
      {sender.length > 0 && (
        <Section title="Sender">
          <div className="grid grid-cols-1 gap-5">{sender.map(show)}</div>
        </Section>
      )}
      <Advanced kind={kind} fields={fields.filter(([, words]) => words.advanced)} show={show}>
        {advanced}
      </Advanced>
    </div>
  )
}

/** Folded, with a count of what in it is not as it mostly is. */
function Advanced({
  kind,
  fields,
  show,
  children,
}: {
  kind: ProviderKind
  fields: readonly NamedField[]
  show: (field: NamedField) => ReactNode
  children: ReactNode
}) {
  const values = useWatch<ProviderValues>()
  const { errors } = useFormContext<ProviderValues>().formState
  const names = [...fields.map(([name]) => name), ...(children ? ['providerId'] : [])]
  const count = names.filter((name) => values[name] !== initialOf(kind, name)).length
  if (names.length === 0) return null
  return (
    <Folded label="Seldom needed" count={count} isWrong={names.some((name) => errors[name])} className="mt-8">
      <div className="mt-3 grid grid-cols-1 gap-5">
        {fields.map(show)}
        {children}
      </div>
    </Folded>
  )
}

interface ProviderFieldProps {
  kind: ProviderKind
  name: string
  words: FieldWords
  stored: string | undefined
}

function ProviderField({ kind, name, words, stored }: ProviderFieldProps) {
  const { register, formState } = useFormContext<ProviderValues>()
  const { label, help, placeholder, control = { as: 'text' } } = words
  const texts = { label, help, error: formState.errors[name], optional: isOptional(kind, name) }
  const input = { ...register(name), placeholder, autoComplete: 'off', spellCheck: false }
  if (stored) {
    const accept = control.as === 'file' ? control.accept : undefined
    return <SecretField {...texts} name={name} stored={stored} accept={accept} />
  }
  switch (control.as) {
    case 'text':
    case 'email':
      return (
        <Field {...texts}>
          <TextInput {...input} type={control.as} />
        </Field>
      )
    case 'number':
    case 'percent':
      return (
        <Field {...texts} optional={false}>
          <TextInput
            {...input}
            inputMode={control.as === 'number' ? 'numeric' : 'decimal'}
            end={control.as === 'percent' && '%'}
            className="max-w-32"
          />
        </Field>
      )
    case 'secret':
      return (
        <Field {...texts}>
          <PasswordInput {...input} autoComplete="new-password" />
        </Field>
      )
    case 'file':
      return (
        <Field {...texts}>
          <FileText name={name} accept={control.accept} />
        </Field>
      )
    case 'flag':
      return <Checkbox {...register(name)} label={label} help={help} />
    case 'choice':
      return <RadioGroup {...register(name)} {...texts} optional={false} options={control.options} />
  }
}

function isOptional(kind: ProviderKind, name: string): boolean {
  const settings: Readonly<Record<string, Setting>> = providerKinds[kind].settings
  const { needed, required } = settings[name] ?? {}
  return !needed && !required
}
