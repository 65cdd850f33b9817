// What one changes about oneself. A new address needs the password, as the server will ask.
import * as z from 'zod'
import { accountChange, password, passwordChange } from '../../../contract/console.ts'

export const profileLabels = { name: 'Name', email: 'E-mail address', password: 'Your password' }

export const profileForm = (emailBefore: string) =>
  z
    .object({
      name: accountChange.shape.name.unwrap(),
      email: accountChange.shape.email.unwrap(),
      password: z.string(),
    })
    .superRefine(({ email, password }, context) => {
      if (email !== emailBefore && password === '')
        context.addIssue({ code: 'custom', path: ['password'], message: 'is needed for a new address' })
    })

export type ProfileValues = z.output<ReturnType<typeof profileForm>>

export const passwordLabels = { current: 'Present password', password: 'New password' }

/** The present one asked for in words of its own: an empty field is not a wrong password. */
export const passwordForm = z.object({ current: passwordChange.shape.current, password })

/** How many characters are advised, and how many needed (`contract/console.ts`). */
const [needed, advised] = [8, 15]

/** What to say of a password while it is typed: its length is what counts. */
export function passwordHint(typed: string): string {
  const length = [...typed].length
  const rest = needed - length
  if (length === 0)
    return `${needed} characters or more. ${advised} or more, such as a few words in a row, are hard to guess.`
  if (rest > 0) return `${rest} more ${rest === 1 ? 'character' : 'characters'} at least.`
  if (length < advised) return `Long enough. From ${advised} on it is hard to guess: add a word or two.`
  return 'Good and long.'
}
