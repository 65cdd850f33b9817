// What has to hold in the database whatever was asked of the server. Each statement selects what breaks it.
import { sql } from 'kysely'
import type { Db } from '../../db/database.ts'

const rules: Readonly<Record<string, ReturnType<typeof sql<{ broken: string }>>>> = {
  "a topic's totals are the number of its subscribers": sql`
    select t.id || ' ' || t.email_total || '/' || t.sms_total || '/' || t.push_total as broken from topics t
    where deleted_at is null and not ((t.email_total, t.sms_total, t.push_total) = (
      select count(*) filter (where s.type = 'email')::int, count(*) filter (where s.type = 'sms')::int,
        count(*) filter (where s.type = 'push')::int
      from subscribers s where s.topic = t.seq
    ))
  `,
  "a bucket's size is that of its whole files": sql`
    select b.id as broken from buckets b
    where deleted_at is null and b.total_size is distinct from (
      select coalesce(sum(f.size), 0) from files f
      where f.bucket = b.seq and f.deleted_at is null and f.chunks_uploaded = f.chunks_total
    )
  `,
  "a lane's counts are its rows in the ledger": sql`
    select m.id || ' by ' || l.provider as broken from lanes l join messages m on m.seq = l.message
    where not ((l.pending, l.sending, l.sent, l.failed, l.in_doubt, l.cancelled, l.skipped) = (
      select count(*) filter (where state = 0)::int, count(*) filter (where state = 1)::int, count(*) filter (where state = 2)::int,
        count(*) filter (where state = 3)::int, count(*) filter (where state = 4)::int, count(*) filter (where state = 5)::int,
        count(*) filter (where state = 6)::int
      from deliveries d where d.message = l.message and d.provider = l.provider
    ))
  `,
  'every row of the ledger is in a lane': sql`
    select distinct d.message::text as broken from deliveries d
    left join lanes l on l.message = d.message and l.provider = d.provider where l.seq is null
  `,
  "a message's counts are those of its lanes": sql`
    select m.id as broken from messages m
    where m.phase <> 'sending' and not ((m.pending_total, m.sending_total, m.sent_total, m.failed_total, m.in_doubt_total, m.cancelled_total, m.skipped_total) = (
      select coalesce(sum(pending), 0)::int, coalesce(sum(sending), 0)::int, coalesce(sum(sent), 0)::int, coalesce(sum(failed), 0)::int,
        coalesce(sum(in_doubt), 0)::int, coalesce(sum(cancelled), 0)::int, coalesce(sum(skipped), 0)::int
      from lanes l where l.message = m.seq
    ))
  `,
  'nothing is sent of what was not to be sent': sql`
    select m.id as broken from messages m
    where m.phase in ('draft', 'scheduled') and exists (select 1 from deliveries d where d.message = m.seq)
  `,
  "a message's status and phase agree": sql`
    select id || ' ' || status || ' ' || phase as broken from messages
    where status <> case phase
      when 'draft' then 'draft' when 'scheduled' then 'scheduled' when 'missed' then 'scheduled' when 'cancelled' then 'failed'
      when 'done' then status else 'processing' end
      or (phase = 'done' and status not in ('sent', 'failed'))
  `,
  'nothing of another project hangs on a thing': sql`
    select 'target ' || t.id as broken from targets t join users u on u.seq = t.user_seq where u.project <> t.project
    union all select 'subscriber ' || s.id from subscribers s join targets t on t.seq = s.target
      where t.project <> s.project or t.user_seq <> s.user_seq or t.type <> s.type
    union all select 'subscriber ' || s.id from subscribers s join topics t on t.seq = s.topic where t.project <> s.project
    union all select 'file ' || f.id from files f join buckets b on b.seq = f.bucket where b.project <> f.project
    union all select 'delivery ' || d.message || '-' || d.n from deliveries d join messages m on m.seq = d.message where m.project <> d.project
  `,
  'nothing hangs on a thing that is gone': sql`
    select 'delivery ' || d.message || '-' || d.n as broken from deliveries d where not exists (select 1 from messages m where m.seq = d.message)
    union all select 'chunk ' || c.seq from file_chunks c where c.file is null
    union all select 'session ' || s.id from user_sessions s where not exists (select 1 from users u where u.seq = s.user_seq)
    union all select 'source ' || s.seq from inbox_sources s where not exists (select 1 from inbox_items i where i.seq = s.item)
  `,
  "what a person's own address made is that address": sql`
    select t.id as broken from targets t join users u on u.seq = t.user_seq
    where t.automatic and t.identifier <> case t.type when 'email' then u.email else u.phone end
  `,
  'an address is kept as it is compared': sql`
    select id as broken from targets
    where identifier_key <> case type when 'email' then lower(identifier) else identifier end
  `,
  'one provider of a type is marked as the default': sql`
    select type as broken from providers where marked_default group by project, type having count(*) > 1
  `,
  'a whole file is as long as it says': sql`
    select f.id as broken from files f
    where f.deleted_at is null and f.chunks_uploaded = f.chunks_total and f.size is distinct from (
      select coalesce(sum(octet_length(p.content)), 0) from file_chunks c join file_pieces p on p.chunk = c.seq where c.file = f.seq
    )
  `,
  'there is an owner': sql`
    select 'nobody' as broken where not exists (select 1 from administrators where role = 'owner')
  `,
}

/** What does not hold, with the first things that break it. */
export async function brokenInvariants(db: Db): Promise<string[]> {
  const broken: string[] = []
  for (const [rule, statement] of Object.entries(rules)) {
    const { rows } = await statement.execute(db)
    if (rows.length > 0)
      broken.push(
        `not true: ${rule} (${rows
          .slice(0, 5)
          .map((row) => row.broken)
          .join(', ')}${rows.length > 5 ? ', …' : ''})`,
      )
  }
  return broken
}
