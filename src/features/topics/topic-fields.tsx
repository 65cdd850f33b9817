import { useState } from 'react'
import { type UseFormReturn, useController, useWatch } from 'react-hook-form'
import { Combobox, type ComboboxOption } from '../../ui/combobox.tsx'
import { Field } from '../../ui/field.tsx'
import { RadioGroup } from '../../ui/radio-group.tsx'
import { TextArea } from '../../ui/text-area.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { roleWords } from './subscribe-words.ts'
import { type TopicForm, topicLabels } from './topic-form.ts'

const openings = [
  {
    value: 'nobody',
    label: 'Nobody',
    help: 'Only administrators and programs subscribe people.',
  },
  { value: 'users', label: 'Any signed-in user', help: 'Whoever has signed in to your own app.' },
  { value: 'verified', label: 'Verified users', help: 'Whose address or number your app has verified.' },
  { value: 'roles', label: 'Particular roles' },
]

export function TopicFields({ form }: { form: UseFormReturn<TopicForm> }) {
  const { errors } = form.formState
  const opening = useWatch({ control: form.control, name: 'opening' })
  return (
    <>
      <Field label={topicLabels.name} error={errors.name}>
        <TextInput {...form.register('name')} autoComplete="off" />
      </Field>
      <Field
        label={topicLabels.description}
        error={errors.description}
        help="What it is for. Seen here only, not by subscribers."
        optional
      >
        <TextArea {...form.register('description')} rows={2} className="min-h-[66px]!" />
      </Field>
      <RadioGroup
        label={topicLabels.opening}
        error={errors.opening}
        options={openings}
        {...form.register('opening')}
      />
      {opening === 'roles' && <Roles form={form} />}
    </>
  )
}

const offered: readonly ComboboxOption[] = ['users/verified', 'users', 'users/unverified', 'any'].map(
  roleOption,
)

/** Roles by their texts; what is typed and left is one, too. */
function Roles({ form }: { form: UseFormReturn<TopicForm> }) {
  const [typed, setTyped] = useState('')
  const { field, fieldState } = useController({ control: form.control, name: 'roles' })
  const change = (roles: readonly string[]) => field.onChange([...new Set(roles)])
  const matching = offered.filter(({ value }) => value.includes(typed.trim()))
  return (
    <Field
      label={topicLabels.roles}
      error={fieldState.error}
      help="Such as label:vip, team:crew, team:crew/admin or user:ada. Enter takes each."
    >
      <Combobox
        name="roles"
        value={field.value.map(roleOption)}
        onChange={(options) => change(options.map(({ value }) => value))}
        onBlur={() => {
          if (typed.trim()) change([...field.value, typed.trim()])
          setTyped('')
          field.onBlur()
        }}
        search={typed}
        onSearch={setTyped}
        options={matching}
        toOption={roleOption}
        placeholder="Type a role"
        empty="Type a role."
      />
    </Field>
  )
}

function roleOption(role: string): ComboboxOption {
  const words = roleWords(role)
  return { value: role, label: role, detail: words === role ? undefined : words }
}
