import { type ComponentProps, useState } from 'react'
import { Button } from './button.tsx'
import { Field, type FieldProps } from './field.tsx'
import { TextInput } from './text-input.tsx'

export interface OwnIdFieldProps extends Pick<FieldProps, 'label' | 'error'> {
  /** "topic" */
  of: string
  /** What the form says of the field: `form.register('topicId')`. */
  input: ComponentProps<typeof TextInput>
}

/** The ID of something new. Few choose it: until then there is a button in its place. */
export function OwnIdField({ of, input, ...field }: OwnIdFieldProps) {
  const [isOpen, setOpen] = useState(false)
  if (!isOpen) {
    return (
      <div>
        <Button variant="quiet" size="sm" className="-ml-3" onClick={() => setOpen(true)}>
          Choose the ID
        </Button>
      </div>
    )
  }
  return (
    <Field {...field} help={`What programs know the ${of} by. It cannot be changed later.`} optional>
      <TextInput
        {...input}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        className="font-mono"
        autoFocus
      />
    </Field>
  )
}
