import type { providers } from '../../contract/providers.ts'
import type { Handlers } from '../http/bind.ts'
import { createProvider, deleteProvider, getProvider, listProviders, updateProvider } from './providers.ts'

export const providerHandlers: Handlers<typeof providers> = {
  createSmtp: ({ body }, context) => createProvider(context, { kind: 'smtp', type: 'email', draft: body }),
  updateSmtp: ({ params, body }, context) =>
    updateProvider(context, params.providerId, { kind: 'smtp', change: body }),
  createInbox: ({ body }, context) =>
    createProvider(context, { kind: 'inbox', type: body.type, draft: body }),
  updateInbox: ({ params, body }, context) =>
    updateProvider(context, params.providerId, { kind: 'inbox', change: body }),
  list: ({ query }, context) => listProviders(context, query),
  get: ({ params }, context) => getProvider(context, params.providerId),
  delete: async ({ params }, context) => {
    await deleteProvider(context, params.providerId)
    return undefined
  },
}
