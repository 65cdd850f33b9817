// What makes, changes and tries out providers. Apart from what reads them: it brings every kind's settings along.
import { mutationOptions } from '@tanstack/react-query'
import type { Sendable } from '../../../contract/endpoint.ts'
import type { ProviderKind } from '../../../contract/provider-kind.ts'
import { providerChanges } from '../../../contract/provider-kinds.ts'
import { call } from '../../lib/client.ts'

type Changes = typeof providerChanges

/** What differs from kind to kind is the body, and that comes out of a form that holds it against the kind's schema. */
type FormBody = Readonly<Record<string, unknown>>
type Body<Name extends 'createSmtp' | 'updateSmtp' | 'check'> = Sendable<Changes[Name]>['body']

/** `smtp` → `Smtp` */
const capitalized = (kind: ProviderKind) =>
  `${kind.charAt(0).toUpperCase()}${kind.slice(1)}` as Capitalize<ProviderKind>

export const providerMutations = {
  create: (kind: ProviderKind) =>
    mutationOptions({
      mutationFn: (body: FormBody) =>
        call(providerChanges[`create${capitalized(kind)}`] as Changes['createSmtp'], {
          body: body as Body<'createSmtp'>,
        }),
    }),
  update: (kind: ProviderKind, providerId: string) =>
    mutationOptions({
      mutationFn: (body: FormBody) =>
        call(providerChanges[`update${capitalized(kind)}`] as Changes['updateSmtp'], {
          params: { providerId },
          body: body as Body<'updateSmtp'>,
        }),
    }),
  /** Nothing is saved or sent. */
  check: () =>
    mutationOptions({
      mutationFn: (body: FormBody) => call(providerChanges.check, { body: body as Body<'check'> }),
    }),
}
