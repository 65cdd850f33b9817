import UserPlus from 'lucide-react/icons/user-plus'
import type { ReactNode } from 'react'
import { Controller, useFormContext, useWatch } from 'react-hook-form'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Folded } from '../../ui/folded.tsx'
import { Section } from '../../ui/section.tsx'
import { PersonPicker } from '../people/person-picker.tsx'
import { TargetPicker } from '../people/target-picker.tsx'
import { useMay } from '../session/use-session.ts'
import { TopicPicker } from '../topics/topic-picker.tsx'
import type { EmailValues } from './email-form.ts'

type Picked = 'topics' | 'users' | 'targets' | 'cc' | 'bcc'

export interface AudienceSectionProps {
  onAddPerson: () => void
}

export function AudienceSection({ onAddPerson }: AudienceSectionProps) {
  const mayAdd = useMay('editor')
  return (
    <Section id="audience" title="Audience" description="Whoever is reached in several ways gets it once.">
      <div className="grid gap-5">
        <Picker name="topics" label="Topics">
          {(picked) => <TopicPicker channel="email" {...picked} />}
        </Picker>
        <Picker
          name="users"
          label="People"
          aside={
            mayAdd && (
              <Button
                variant="quiet"
                size="sm"
                className="-my-1.5"
                icon={<UserPlus aria-hidden="true" />}
                onClick={onAddPerson}
              >
                Add a person
              </Button>
            )
          }
        >
          {(picked) => <PersonPicker channel="email" {...picked} />}
        </Picker>
        <Picker name="targets" label="Single addresses" help="For one of a person’s several addresses.">
          {(picked) => <TargetPicker channel="email" {...picked} />}
        </Picker>
        <Copies />
      </div>
    </Section>
  )
}

/** Seldom needed, and so folded; the count says what is in it. */
function Copies() {
  const [cc, bcc] = useWatch<EmailValues, ['cc', 'bcc']>({ name: ['cc', 'bcc'] })
  const { errors } = useFormContext<EmailValues>().formState
  return (
    <Folded label="Cc and Bcc" count={cc.length + bcc.length} isWrong={Boolean(errors.cc || errors.bcc)}>
      <div className="mt-3 grid gap-5">
        <Picker name="cc" label="Cc" help="One copy a message, whatever the number of recipients.">
          {(picked) => <TargetPicker channel="email" {...picked} />}
        </Picker>
        <Picker name="bcc" label="Bcc">
          {(picked) => <TargetPicker channel="email" {...picked} />}
        </Picker>
      </div>
    </Folded>
  )
}

interface PickerProps {
  name: Picked
  label: string
  help?: string | undefined
  aside?: ReactNode
  children: (picked: {
    ids: readonly string[]
    onChange: (ids: readonly string[]) => void
    onBlur: () => void
    name: string
  }) => ReactNode
}

function Picker({ name, children, ...texts }: PickerProps) {
  const { control, clearErrors } = useFormContext<EmailValues>()
  return (
    <Controller
      control={control}
      name={name}
      render={({ field, fieldState: { error } }) => (
        <Field {...texts} error={Array.isArray(error) ? error.find(Boolean) : error}>
          {children({
            ids: field.value,
            onChange: (ids) => {
              field.onChange(ids)
              // That nobody is named is said at the first of the three ways to name somebody.
              clearErrors('topics')
            },
            onBlur: field.onBlur,
            name,
          })}
        </Field>
      )}
    />
  )
}
