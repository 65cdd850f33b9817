import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Controller, useForm, useWatch } from 'react-hook-form'
import * as z from 'zod'
import type { Message } from '../../../contract/messages.ts'
import { contractResolver } from '../../lib/contract-form.ts'
import { useBackCloses } from '../../lib/panel.ts'
import { toLocalTime, viewerZone } from '../../lib/time.ts'
import { Button } from '../../ui/button.tsx'
import { DateTimeField } from '../../ui/date-time-field.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FormShell } from '../../ui/form-shell.tsx'
import { useProject } from '../projects/use-project.ts'
import { chosenInstant } from './chosen-time.ts'
import { emptyEmail } from './email-form.ts'
import type { SendWish } from './message-queries.ts'
import { messageTitle } from './message-title.ts'
import { ZoneTruth } from './zone-truth.tsx'

const chosen = z.object({
  at: z.object({ date: z.string(), time: z.string(), zone: z.string() }),
  reading: z.enum(['first', 'other']),
})
const labels = { at: 'Time' } as const

export interface ScheduleDialogProps {
  message: Message
  onClose: () => void
  /** A time to come, to be reviewed with the message. */
  onChosen: (at: NonNullable<SendWish['at']>) => void
}

/** When a draft goes that is not written here, and so has no form with a time in it. */
export function ScheduleDialog({ message, onClose, onChosen }: ScheduleDialogProps) {
  const { timeZone } = useProject()
  useBackCloses(onClose)
  const queryClient = useQueryClient()
  const [start] = useState(() => ({
    at: plannedBefore(message) ?? emptyEmail({ project: timeZone, viewer: viewerZone() }).at,
    reading: 'first' as const,
  }))
  const form = useForm<z.output<typeof chosen>>({
    resolver: contractResolver(chosen, labels),
    defaultValues: start,
  })
  const read = useWatch({ control: form.control, name: 'reading' })
  const { errors } = form.formState

  async function take(values: z.output<typeof chosen>) {
    const instant = await chosenInstant(queryClient, { when: 'later', ...values })
    if (instant && Date.parse(instant) > Date.now()) return onChosen({ instant, zone: values.at.zone })
    form.setError('at', {
      type: 'past',
      message: instant ? 'Time must be in the future' : 'Time must have a date and a time',
    })
  }

  return (
    <Dialog open onClose={onClose} size="md" title={`Schedule “${messageTitle(message)}”`}>
      <FormShell
        onSubmit={form.handleSubmit(take)}
        pending={false}
        error={null}
        fieldErrors={errors}
        submit="Review the schedule"
        actions={<Button onClick={onClose}>Leave it a draft</Button>}
      >
        <Controller
          control={form.control}
          name="at"
          render={({ field: { value, onChange, onBlur } }) => (
            <DateTimeField
              label={labels.at}
              name="at"
              value={value}
              onChange={(next) => {
                // Another time may be shown once only; the choice between two belongs to this one.
                form.setValue('reading', 'first')
                form.clearErrors('at')
                onChange(next)
              }}
              onBlur={onBlur}
              // What is wrong is said of the time as a whole, and not of one of its parts.
              error={form.getFieldState('at').error}
              nearZones={[timeZone, viewerZone()].filter(Boolean)}
              min={toLocalTime(Date.now(), value.zone).date}
            >
              <ZoneTruth
                at={value}
                reading={read}
                onReading={(next) => form.setValue('reading', next)}
                projectZone={timeZone}
              />
            </DateTimeField>
          )}
        />
      </FormShell>
    </Dialog>
  )
}

/** Taken back from a schedule, it still knows its time. */
const plannedBefore = ({ scheduledAt, timeZone }: Message) =>
  scheduledAt !== null && timeZone !== '' && Date.parse(scheduledAt) > Date.now()
    ? toLocalTime(scheduledAt, timeZone)
    : undefined
