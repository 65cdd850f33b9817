// What is asked of a project. Numbers and origins are texts while somebody writes them.
import * as z from 'zod'
import { type Project, projectChange } from '../../../contract/console.ts'
import { webOrigin } from '../../../contract/wire.ts'

const { name, timeZone, undoSeconds, activityDays, deliveryDays, allowedOrigins } = projectChange.shape

/** The contract reads decimal texts too, which is what a field holds. */
const typed = (number: z.ZodType<number>) => number as z.ZodType<number, string>

export const projectLabels = {
  name: 'Name',
  timeZone: 'Time zone',
  activityDays: 'Days that activity is kept',
  deliveryDays: 'Days that deliveries are kept',
  allowedOrigins: 'Allowed origins',
}

export const projectForm = z.object({
  name: name.unwrap(),
  timeZone: timeZone.unwrap(),
  activityDays: typed(activityDays.unwrap()),
  deliveryDays: typed(deliveryDays.unwrap()),
  allowedOrigins: z.string().transform((text, context) => {
    const lines = text.split(/[\s,]+/).filter(Boolean)
    const wrong = lines.find((line) => !webOrigin.safeParse(line).success)
    const read = allowedOrigins.safeParse(lines)
    if (read.success && read.data) return read.data
    context.addIssue({
      code: 'custom',
      message: wrong
        ? `must be like https://app.example.org, one a line; “${wrong}” is not`
        : (read.error?.issues[0]?.message ?? ''),
    })
    return z.NEVER
  }),
})

export type ProjectValues = Readonly<Record<keyof typeof projectLabels, string>>

export const projectValues = (project: Project): ProjectValues => ({
  name: project.name,
  timeZone: project.timeZone,
  activityDays: String(project.activityDays),
  deliveryDays: String(project.deliveryDays),
  allowedOrigins: project.allowedOrigins.join('\n'),
})

export const sendingLabels = { undoSeconds: 'Undo window' }

export const sendingForm = z.object({ undoSeconds: typed(undoSeconds.unwrap()) })

export type SendingValues = Readonly<Record<keyof typeof sendingLabels, string>>

/** What of it is another than it was: what others save meanwhile stays theirs. */
export function changedFields<Values extends object>(values: Values, before: Values): Partial<Values> {
  const changed = Object.entries(values).filter(
    ([field, value]) => JSON.stringify(value) !== JSON.stringify(before[field as keyof Values]),
  )
  return Object.fromEntries(changed) as Partial<Values>
}
