import { Controller, useFormContext, useWatch } from 'react-hook-form'
import { toLocalTime, viewerZone } from '../../lib/time.ts'
import { DateTimeField } from '../../ui/date-time-field.tsx'
import { RadioGroup } from '../../ui/radio-group.tsx'
import { Section } from '../../ui/section.tsx'
import { useProject } from '../projects/use-project.ts'
import { type EmailValues, emailLabels } from './email-form.ts'
import { ZoneTruth } from './zone-truth.tsx'

export function WhenSection() {
  const { register } = useFormContext<EmailValues>()
  const when = useWatch<EmailValues, 'when'>({ name: 'when' })
  const { undoSeconds } = useProject()
  return (
    <Section id="when" title="When">
      <div className="grid gap-4">
        <RadioGroup
          label="When"
          hideLabel
          {...register('when')}
          options={[
            {
              value: 'now',
              label: 'Now',
              help: undoSeconds > 0 && `After “Send” you have ${undoSeconds} seconds to take it back.`,
            },
            { value: 'later', label: 'At a date and time' },
          ]}
        />
        {when === 'later' && <ChosenTime />}
      </div>
    </Section>
  )
}

function ChosenTime() {
  const { control, setValue, clearErrors } = useFormContext<EmailValues>()
  const reading = useWatch<EmailValues, 'reading'>({ name: 'reading' })
  const { timeZone } = useProject()
  const zones = [timeZone, viewerZone()].filter(Boolean)
  return (
    <Controller
      control={control}
      name="at"
      render={({ field: { value, onChange, onBlur }, fieldState: { error } }) => (
        <DateTimeField
          label={emailLabels.at}
          hideLabel
          name="at"
          value={value}
          onChange={(at) => {
            // Another time may be shown once only; the choice between two belongs to this one.
            setValue('reading', 'first')
            clearErrors('at')
            onChange(at)
          }}
          onBlur={onBlur}
          error={error}
          nearZones={zones}
          min={toLocalTime(Date.now(), value.zone).date}
        >
          <ZoneTruth
            at={value}
            reading={reading}
            onReading={(chosen) => setValue('reading', chosen, { shouldDirty: true })}
            projectZone={timeZone}
          />
        </DateTimeField>
      )}
    />
  )
}
