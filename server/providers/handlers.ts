import type { api } from '../../contract/api.ts'
import type { ProviderKind } from '../../contract/provider-kind.ts'
import { providerKinds } from '../../contract/provider-kinds.ts'
import type { Handlers } from '../http/bind.ts'
import type { ProjectContext } from '../http/context.ts'
import { checkSettings } from './check.ts'
import {
  createProvider,
  deleteProvider,
  getProvider,
  listProviders,
  type NewProvider,
  type ProviderChange,
  updateProvider,
} from './providers.ts'

export const providerHandlers: Handlers<Omit<typeof api.providers, 'uses'>> = {
  createApns: creates('apns'),
  updateApns: updates('apns'),
  createFcm: creates('fcm'),
  updateFcm: updates('fcm'),
  createMailgun: creates('mailgun'),
  updateMailgun: updates('mailgun'),
  createMsg91: creates('msg91'),
  updateMsg91: updates('msg91'),
  createResend: creates('resend'),
  updateResend: updates('resend'),
  createSendgrid: creates('sendgrid'),
  updateSendgrid: updates('sendgrid'),
  createSes: creates('ses'),
  updateSes: updates('ses'),
  createSmtp: creates('smtp'),
  updateSmtp: updates('smtp'),
  createTelesign: creates('telesign'),
  updateTelesign: updates('telesign'),
  createTextmagic: creates('textmagic'),
  updateTextmagic: updates('textmagic'),
  createTwilio: creates('twilio'),
  updateTwilio: updates('twilio'),
  createVonage: creates('vonage'),
  updateVonage: updates('vonage'),
  createInbox: ({ body }, context) =>
    createProvider(context, { kind: 'inbox', type: body.type, draft: body }),
  updateInbox: updates('inbox'),
  check: ({ body }, context) => checkSettings(context, body),
  list: ({ query }, context) => listProviders(context, query),
  get: ({ params }, context) => getProvider(context, params.providerId),
  delete: async ({ params }, context) => {
    await deleteProvider(context, params.providerId)
    return undefined
  },
}

function creates(kind: Exclude<ProviderKind, 'inbox'>) {
  return ({ body }: { body: NewProvider['draft'] }, context: ProjectContext) =>
    createProvider(context, { kind, type: providerKinds[kind].type, draft: body })
}

function updates(kind: ProviderKind) {
  return (
    { params, body }: { params: { providerId: string }; body: ProviderChange },
    context: ProjectContext,
  ) => updateProvider(context, params.providerId, { kind, change: body })
}
