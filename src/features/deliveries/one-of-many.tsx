// One person or one message to filter by, found by name.
import { Field } from '../../ui/field.tsx'
import { MessagePicker } from '../messages/message-picker.tsx'
import { PersonPicker } from '../people/person-picker.tsx'

interface OneOfManyProps {
  id: string | undefined
  onChange: (id: string | undefined) => void
}

export function OnePerson({ id, onChange }: OneOfManyProps) {
  return (
    <Field label="Person">
      <PersonPicker ids={id ? [id] : []} most={1} onChange={([chosen]) => onChange(chosen)} />
    </Field>
  )
}

export function OneMessage({ id, onChange }: OneOfManyProps) {
  return (
    <Field label="Message">
      <MessagePicker ids={id ? [id] : []} most={1} onChange={([chosen]) => onChange(chosen)} />
    </Field>
  )
}
