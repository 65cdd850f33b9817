// Sending again, and stopping.
import { sql } from 'kysely'
import type * as z from 'zod'
import type { Message, retryable } from '../../contract/messages.ts'
import type { Db } from '../db/database.ts'
import { transaction } from '../db/transaction.ts'
import type { ProjectContext } from '../http/context.ts'
import { Refusal } from '../http/refusal.ts'
import { recordActivity } from '../logs/activity.ts'
import { holdMessage } from '../messages/message.ts'
import { getMessage } from '../messages/messages.ts'
import { cancelMessage, reopenMessage, syncCountsOf } from '../messages/progress.ts'
import { type Routing, routingOf } from '../providers/routing.ts'
import { isOpen } from './lanes.ts'
import { permanentCauseCodes, readDeliveryId, reasonCodes, stateCodes, states } from './ledger.ts'

export type RetryWish = {
  readonly status: readonly z.infer<typeof retryable>[]
  readonly includePermanent: boolean
  readonly errorCode?: string | undefined
  readonly providerId?: string | undefined
  readonly deliveryId?: string | undefined
}

/** Opens just those rows of a finished message again that the wish names; refuses where there are none. */
export async function retryMessage(
  context: ProjectContext,
  messageId: string,
  wish: RetryWish,
): Promise<Message> {
  const { db, project } = context
  await transaction(db, async (tx) => {
    const message = await holdMessage(tx, project.seq, messageId)
    if (wish.deliveryId && readDeliveryId(wish.deliveryId)?.message !== message.seq)
      throw new Refusal('delivery_not_found')
    const routing = await routingOf(tx, project.seq, message.type, message.provider_id)
    if (!(await reopenMessage(tx, message.seq))) {
      throw new Refusal(
        'message_phase_conflict',
        'The message is not finished: there is nothing to send again yet.',
      )
    }
    // Of a cancelled one what is not closed yet would be sent, too, whatever the wish.
    if (await isOpen(tx, message.seq)) {
      throw new Refusal(
        'message_phase_conflict',
        'What is left of the message is still being cancelled: try again in a moment.',
      )
    }
    const reopened = await reopenRows(tx, message.seq, wish, routing)
    if (reopened === 0)
      throw new Refusal('message_phase_conflict', 'There is nobody to whom it could be sent again.')
    await syncCountsOf(tx, message.seq)
    const changes = {
      status: [wish.status.join(', '), 'pending'] as const,
      recipients: [null, reopened] as const,
    }
    await recordActivity(tx, context, { event: 'message.retry', resource: `message/${messageId}`, changes })
  })
  context.nudge()
  return getMessage(db, project.seq, messageId)
}

/**
 * Who is known by now not to be reached is left out, until that is lifted. A row whose provider is off or gone is given to the one that would get it
 * now.
 */
async function reopenRows(tx: Db, message: number, wish: RetryWish, routing: Routing): Promise<number> {
  const wanted = wish.status.map((name) => stateCodes[name])
  const n = wish.deliveryId ? readDeliveryId(wish.deliveryId)?.n : undefined
  const { rows } = await sql<{ reopened: number }>`
    with enabled as (
      select seq, test from unnest(
        ${routing.enabled.map((one) => one.seq)}::int8[], ${routing.enabled.map((one) => one.test)}::bool[]
      ) as e(seq, test)
    ), picked as (
      select d.n, d.state as old_state, d.provider as old_provider, coalesce(e.seq, ${routing.fallback ?? null}::int8) as provider
      from deliveries d
      left join enabled e on e.seq = d.provider
      left join providers p on p.seq = d.provider
      where d.message = ${message} and d.state = any(${wanted}::smallint[]) and (${n ?? null}::int is null or d.n = ${n ?? null})
        and d.reason is distinct from ${sql.lit(reasonCodes.personDeleted)}
        and (${wish.includePermanent} or d.cause is null or d.cause <> all(${[...permanentCauseCodes]}::smallint[]))
        and (${wish.errorCode ?? null}::text is null or d.error_code = ${wish.errorCode ?? null})
        and (${wish.providerId ?? null}::text is null or p.id = ${wish.providerId ?? null})
        and coalesce(e.seq, ${routing.fallback ?? null}::int8) is not null
        and not exists (select from targets t where t.seq = d.target and t.expired and t.identifier_key = d.identifier_key)
        and not exists (select from suppressions s where s.project = d.project and s.identifier_key = d.identifier_key)
      for update of d
    ), opened as (
      update deliveries d set state = ${states.pending}, provider = picked.provider, cause = null, error_code = null,
        reason = null, next_attempt_at = null, give_up_at = null, worker = null, updated_at = app.now()
      from picked where d.message = ${message} and d.n = picked.n
      returning d.n
    ), moved as (
      select provider, 0 as failed, 0 as in_doubt, 0 as cancelled, count(*)::int as pending from picked group by provider
      union all
      select old_provider,
        -(count(*) filter (where old_state = ${states.failed}))::int,
        -(count(*) filter (where old_state = ${states.inDoubt}))::int,
        -(count(*) filter (where old_state = ${states.cancelled}))::int, 0
      from picked group by old_provider
    ), counted as (
      insert into lanes as l (message, provider, test, pending, failed, in_doubt, cancelled)
      select ${message}::int8, m.provider, coalesce(bool_or(e.test), false),
        sum(m.pending), sum(m.failed), sum(m.in_doubt), sum(m.cancelled)
      from moved m left join enabled e on e.seq = m.provider group by m.provider
      on conflict (message, provider) do update set
        pending = l.pending + excluded.pending, failed = l.failed + excluded.failed,
        in_doubt = l.in_doubt + excluded.in_doubt, cancelled = l.cancelled + excluded.cancelled,
        refusals = 0, paused_until = null, give_up_at = null
    )
    select count(*)::int as reopened from opened
  `.execute(tx)
  return rows[0]?.reopened ?? 0
}

/** Stops what is not yet sent; what is on the wire just now still ends as it ends. */
export async function cancelRest(context: ProjectContext, messageId: string): Promise<Message> {
  const { db, project, actor } = context
  await transaction(db, async (tx) => {
    const { seq } = await holdMessage(tx, project.seq, messageId)
    const deliveredTotal = await syncCountsOf(tx, seq)
    const who = actor.type === 'guest' ? 'somebody' : actor.name || actor.id
    if (!(await cancelMessage(tx, seq, `Cancelled by ${who} after ${deliveredTotal} were sent.`))) {
      throw new Refusal(
        'message_phase_conflict',
        'The message is not being sent: there is nothing to cancel.',
      )
    }
    await recordActivity(tx, context, { event: 'message.cancel', resource: `message/${messageId}` })
  })
  context.nudge()
  return getMessage(db, project.seq, messageId)
}
