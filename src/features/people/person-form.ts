// What is asked of a person, new or known. The contract lets a person have nothing but an id; here something has to tell
// who it is.
import * as z from 'zod'
import { type User, userDraft } from '../../../contract/users.ts'
import { isEmailAddress, isPhoneNumber } from '../../../contract/wire.ts'
import type { PersonChange } from './people-queries.ts'

const fields = {
  name: userDraft.shape.name.unwrap(),
  email: z
    .string()
    .trim()
    .refine(
      (email) => email === '' || isEmailAddress(email),
      'must be an e-mail address such as ada@example.org',
    ),
  number: z
    .string()
    .transform(withoutSpacing)
    .refine(
      (number) => number === '' || isPhoneNumber(number),
      'must begin with + and the country, such as +14155550123',
    ),
}

/** As people write numbers: "+49 (30) 901-820". */
function withoutSpacing(number: string): string {
  return number.replace(/[\s().\-/]/g, '')
}

export const newPerson = z
  .object({ ...fields, userId: userDraft.shape.userId.or(z.literal('')) })
  .superRefine(({ name, email, number }, context) => {
    if (name.trim() || email || number) return
    context.addIssue({ code: 'custom', path: ['name'], message: 'or an address or a number is needed' })
  })

export const changedPerson = z.object(fields)
type Person = z.output<typeof changedPerson>

/** What of it is another now; undefined where nothing is. */
export function changeOf(before: User, { name, email, number }: Person): PersonChange | undefined {
  const change = {
    ...(name !== before.name && { name }),
    ...(email.toLowerCase() !== before.email && { email }),
    ...(number !== before.phone && { number }),
  }
  return Object.keys(change).length > 0 ? change : undefined
}

export const personLabels = { name: 'Name', email: 'E-mail address', number: 'Phone number' }
