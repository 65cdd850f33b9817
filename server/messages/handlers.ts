import type { messages } from '../../contract/messages.ts'
import type { Handlers } from '../http/bind.ts'
import { createEmail, updateEmail } from './emails.ts'
import { deleteMessage, getMessage, listMessages, listMessageTargets, sendMessage } from './messages.ts'
import { createPush, updatePush } from './pushes.ts'
import { createSms, updateSms } from './texts.ts'

/** All but what is decided by a message's ledger: see server/delivery. */
export const messageHandlers: Handlers<
  Omit<typeof messages, 'cancel' | 'retry' | 'audience' | 'audienceRecipients'>
> = {
  createEmail: ({ body }, context) => createEmail(context, body),
  updateEmail: ({ params, body }, context) => updateEmail(context, params.messageId, body),
  createSms: ({ body }, context) => createSms(context, body),
  updateSms: ({ params, body }, context) => updateSms(context, params.messageId, body),
  createPush: ({ body }, context) => createPush(context, body),
  updatePush: ({ params, body }, context) => updatePush(context, params.messageId, body),
  list: ({ query }, { db, project }) => listMessages(db, project.seq, query),
  get: ({ params }, { db, project }) => getMessage(db, project.seq, params.messageId),
  listTargets: ({ params, query }, { db, project }) =>
    listMessageTargets(db, project.seq, params.messageId, query),
  send: ({ params, body }, context) => sendMessage(context, params.messageId, body.inSeconds),
  delete: async ({ params }, context) => {
    await deleteMessage(context, params.messageId)
    return undefined
  },
}
