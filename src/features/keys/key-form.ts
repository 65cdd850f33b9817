// What is asked of an API key: the scopes by ticks, the expiry by a choice.
import * as z from 'zod'
import { type ApiKey, apiKeyDraft } from '../../../contract/console.ts'
import { type Scope, scope } from '../../../contract/scopes.ts'
import { expiryChoices } from './expiry.ts'

export const keyLabels = { name: 'Name', scopes: 'What it may do', expires: 'Expires', date: 'Last day' }

export const keyForm = z
  .object({
    name: apiKeyDraft.shape.name,
    scopes: z.array(scope).min(1, 'must be something: tick at least one box'),
    expires: z.enum(expiryChoices),
    date: z.string(),
  })
  .superRefine(({ expires, date }, context) => {
    if (expires === 'date' && !/^\d{4}-\d{2}-\d{2}$/.test(date))
      context.addIssue({ code: 'custom', path: ['date'], message: 'must be a date' })
  })

export type KeyValues = z.output<typeof keyForm>

export const newKeyValues: KeyValues = { name: '', scopes: [], expires: 'never', date: '' }

export const keyValues = ({ name, scopes, expiresAt }: ApiKey): KeyValues => ({
  name,
  scopes: [...scopes],
  expires: expiresAt === null ? 'never' : 'keep',
  date: '',
})

/** Ticked or not; the order of the others stays. */
export function withScopes(chosen: readonly Scope[], ticked: readonly Scope[], isTicked: boolean): Scope[] {
  const others = chosen.filter((one) => !ticked.includes(one))
  return isTicked ? [...others, ...ticked] : others
}
