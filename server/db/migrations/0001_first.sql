-- The whole first schema. Dialect: PostgreSQL 15 (the embedded engine is newer; use nothing that 15 lacks).
--
-- Every table has `seq`, the order of insertion and the only thing other tables refer to; the API's id is `id`,
-- unique with `project`. A column that refers is called after the thing it refers to (`user_seq` is the exception:
-- "user" is a reserved word that PostgreSQL reads as the session's own name).
-- Texts are compared as lower(x) collate "C", so that both engines agree.

create schema app;

-- The only clock there is. Tests replace it in their own database.
create function app.now() returns timestamptz
  language sql stable
  as $$ select date_trunc('milliseconds', statement_timestamp()) $$;

-- What full-text search sees of a text: everything that is neither letter nor digit is a blank.
-- Only ASCII is named, because what counts as a letter beyond it depends on the locale of the server.
create function app.words(value text) returns tsvector
  language sql immutable parallel safe
  as $$ select to_tsvector('simple'::regconfig, translate(lower(value), '!"#$%&''()*+,-./:;<=>?@[\]^_`{|}~', '                                ')) $$;

-- array_to_string is only stable, because elements of any type might be; for texts it is immutable.
create function app.joined(value text[]) returns text
  language sql immutable parallel safe
  as $$ select array_to_string(value, ' ') $$;

create table projects (
  seq bigint generated always as identity primary key,
  id text not null,
  name text not null,
  time_zone text not null default '',
  undo_seconds integer not null default 10,
  -- Days that its activity is kept, and deliveries after their message has ended.
  activity_days integer not null default 14,
  delivery_days integer not null default 180,
  -- Of pages that may call from a browser without a key.
  allowed_origins text[] not null default '{}',
  created_at timestamptz(3) not null default app.now(),
  updated_at timestamptz(3) not null default app.now(),
  -- A deleted project is unreachable at once; what it holds is swept away in chunks, then the row itself.
  deleted_at timestamptz(3)
);
create unique index projects_id on projects (id) where deleted_at is null;

create table administrators (
  seq bigint generated always as identity primary key,
  id text not null unique,
  email text not null,
  name text not null,
  role text not null check (role in ('viewer', 'author', 'editor', 'owner')),
  password_hash text not null,
  last_signed_in_at timestamptz(3),
  created_at timestamptz(3) not null default app.now(),
  updated_at timestamptz(3) not null default app.now()
);
create unique index administrators_email on administrators (lower(email));

create table administrator_sessions (
  seq bigint generated always as identity primary key,
  administrator bigint not null references administrators on delete cascade,
  token_hash bytea not null unique,
  ip text not null,
  agent text not null,
  created_at timestamptz(3) not null default app.now(),
  last_used_at timestamptz(3) not null default app.now()
);
create index administrator_sessions_administrator on administrator_sessions (administrator);

-- Links that work once: the first start's set-up, and what later invites or resets.
create table one_time_tokens (
  seq bigint generated always as identity primary key,
  purpose text not null check (purpose in ('setUp', 'invitation', 'passwordReset')),
  token_hash bytea not null unique,
  administrator bigint references administrators on delete cascade,
  email text,
  role text,
  created_by bigint references administrators on delete set null,
  created_at timestamptz(3) not null default app.now(),
  expires_at timestamptz(3),
  used_at timestamptz(3)
);

-- Failed sign-ins, per account and per address, for the growing delay.
create table sign_in_failures (
  seq bigint generated always as identity primary key,
  key text not null unique,
  failures integer not null,
  last_at timestamptz(3) not null
);

create table api_keys (
  seq bigint generated always as identity primary key,
  project bigint not null references projects on delete cascade,
  id text not null,
  name text not null,
  secret_hash bytea not null unique,
  -- The first characters, so that people can tell keys apart.
  hint text not null,
  scopes text[] not null,
  expires_at timestamptz(3),
  last_used_at timestamptz(3),
  created_at timestamptz(3) not null default app.now(),
  updated_at timestamptz(3) not null default app.now(),
  unique (project, id)
);

create table providers (
  seq bigint generated always as identity primary key,
  project bigint not null references projects on delete cascade,
  id text not null,
  name text not null,
  kind text not null,
  type text not null check (type in ('email', 'sms', 'push')),
  enabled boolean not null,
  -- Marked by a person as the one that sends what names no provider; at most one a type.
  marked_default boolean not null default false,
  -- Secrets in here are ciphertexts: see server/secrets.
  credentials jsonb not null,
  options jsonb not null,
  created_at timestamptz(3) not null default app.now(),
  updated_at timestamptz(3) not null default app.now(),
  search tsvector generated always as (app.words(id || ' ' || name || ' ' || kind || ' ' || type)) stored,
  unique (project, id)
);
create unique index providers_marked_default on providers (project, type) where marked_default;
create index providers_search on providers using gin (search);

create table users (
  seq bigint generated always as identity primary key,
  project bigint not null references projects on delete cascade,
  id text not null,
  name text not null default '',
  email text not null default '',
  phone text not null default '',
  password_hash text,
  password_updated_at timestamptz(3),
  status boolean not null default true,
  labels text[] not null default '{}',
  prefs jsonb not null default '{}',
  email_verification boolean not null default false,
  phone_verification boolean not null default false,
  -- When his session or JWT was last used, give or take a day.
  accessed_at timestamptz(3),
  created_at timestamptz(3) not null default app.now(),
  updated_at timestamptz(3) not null default app.now(),
  search tsvector generated always as (app.words(id || ' ' || name || ' ' || email || ' ' || phone || ' ' || app.joined(labels))) stored,
  unique (project, id)
);
create unique index users_email on users (project, (lower(email) collate "C")) where email <> '';
create unique index users_phone on users (project, phone) where phone <> '';
create index users_seq on users (project, seq);
-- For filters and orders: users_email leaves out people without an address, and a filter does not say that it does.
create index users_email_order on users (project, (lower(email) collate "C"), seq);
create index users_status on users (project, status, seq);
create index users_name on users (project, (lower(name) collate "C"), seq);
create index users_created_at on users (project, created_at, seq);
create index users_search on users using gin (search);

-- An end user's own sessions. They end by themselves after a year, and take the devices that were added by them along.
create table user_sessions (
  seq bigint generated always as identity primary key,
  project bigint not null references projects on delete cascade,
  id text not null,
  user_seq bigint not null references users on delete cascade,
  secret_hash bytea not null unique,
  -- How it began: by address and password, or made by a program.
  provider text not null check (provider in ('email', 'server')),
  ip text not null,
  agent text not null,
  created_at timestamptz(3) not null default app.now(),
  updated_at timestamptz(3) not null default app.now(),
  expires_at timestamptz(3) not null,
  unique (project, id)
);
create index user_sessions_user on user_sessions (user_seq, seq);
create index user_sessions_expires_at on user_sessions (expires_at);

-- People who were deleted, until nothing in the ledger or the activity names them any more.
create table erasures (
  seq bigint generated always as identity primary key,
  project bigint not null references projects on delete cascade,
  -- The number that the person had.
  user_seq bigint not null unique,
  created_at timestamptz(3) not null default app.now(),
  -- When to look (again).
  due_at timestamptz(3) not null default app.now()
);
create index erasures_due_at on erasures (due_at);

create table targets (
  seq bigint generated always as identity primary key,
  project bigint not null references projects on delete cascade,
  id text not null,
  user_seq bigint not null references users on delete cascade,
  type text not null check (type in ('email', 'sms', 'push')),
  -- The provider's id as it was given: a deleted provider leaves it dangling, and the default one is used.
  provider_id text,
  identifier text not null,
  -- The identifier as it is compared: an e-mail address in lower case, all else as it is.
  identifier_key text collate "C" not null,
  name text not null default '',
  expired boolean not null default false,
  -- The target that a person's own e-mail address or phone number made, and keeps in step.
  automatic boolean not null default false,
  -- The session that a person added the device by; it goes when that ends. Not by a cascade: subscribers have to be uncounted first.
  session bigint references user_sessions,
  created_at timestamptz(3) not null default app.now(),
  updated_at timestamptz(3) not null default app.now(),
  unique (project, id)
);
create unique index targets_identifier_key on targets (project, identifier_key);
create index targets_user on targets (user_seq, seq);
create index targets_expired on targets (updated_at) where expired;
create index targets_session on targets (session) where session is not null;
create index targets_provider on targets (project, provider_id, seq) where provider_id is not null;

create table topics (
  seq bigint generated always as identity primary key,
  project bigint not null references projects on delete cascade,
  id text not null,
  name text not null,
  description text not null default '',
  subscribe text[] not null,
  email_total integer not null default 0 check (email_total >= 0),
  sms_total integer not null default 0 check (sms_total >= 0),
  push_total integer not null default 0 check (push_total >= 0),
  created_at timestamptz(3) not null default app.now(),
  updated_at timestamptz(3) not null default app.now(),
  -- A deleted topic is unreachable at once; its subscribers are swept away in chunks, then the row itself.
  deleted_at timestamptz(3),
  search tsvector generated always as (app.words(id || ' ' || name || ' ' || description)) stored
);
create unique index topics_id on topics (project, id) where deleted_at is null;
create index topics_seq on topics (project, seq);
create index topics_deleted on topics (seq) where deleted_at is not null;
create index topics_search on topics using gin (search);

create table subscribers (
  seq bigint generated always as identity primary key,
  project bigint not null references projects on delete cascade,
  id text not null,
  topic bigint not null references topics,
  target bigint not null references targets on delete cascade,
  user_seq bigint not null references users on delete cascade,
  type text not null check (type in ('email', 'sms', 'push')),
  created_at timestamptz(3) not null default app.now(),
  updated_at timestamptz(3) not null default app.now(),
  unique (project, id),
  unique (topic, target)
);
create index subscribers_seq on subscribers (project, seq);
create index subscribers_created_at on subscribers (project, created_at, seq);
create index subscribers_topic on subscribers (topic, seq);
create index subscribers_topic_created_at on subscribers (topic, created_at, seq);
create index subscribers_topic_type on subscribers (topic, type, seq);
create index subscribers_target on subscribers (target);
create index subscribers_user on subscribers (user_seq, seq);

create table suppressions (
  seq bigint generated always as identity primary key,
  project bigint not null references projects on delete cascade,
  id text not null,
  type text not null check (type in ('email', 'sms', 'push')),
  identifier text not null,
  identifier_key text collate "C" not null,
  reason text not null check (reason in ('dead', 'manual')),
  note text not null,
  -- Of what delivery found out the provider.
  creator_type text not null check (creator_type in ('keyProject', 'admin', 'system')),
  creator_id text not null,
  creator_name text not null,
  -- Whose address delivery found dead: with him it goes. What somebody added by hand stays, so that nobody writes there again.
  person bigint,
  created_at timestamptz(3) not null default app.now(),
  updated_at timestamptz(3) not null default app.now(),
  search tsvector generated always as (app.words(id || ' ' || identifier || ' ' || note)) stored,
  unique (project, id)
);
create unique index suppressions_identifier_key on suppressions (project, identifier_key);
create index suppressions_seq on suppressions (project, seq);
create index suppressions_created_at on suppressions (project, created_at, seq);
create index suppressions_person on suppressions (person) where person is not null;
create index suppressions_search on suppressions using gin (search);

create table messages (
  seq bigint generated always as identity primary key,
  project bigint not null references projects on delete cascade,
  id text not null,
  type text not null check (type in ('email', 'sms', 'push')),
  description text not null default '',
  -- Named by the client, perhaps before they exist; resolved when the message starts.
  topics text[] not null,
  users text[] not null,
  targets text[] not null,
  data jsonb not null,
  provider_id text not null default '',
  status text not null check (status in ('draft', 'scheduled', 'processing', 'sent', 'failed')),
  phase text collate "C" not null
    check (phase in ('draft', 'scheduled', 'missed', 'preparing', 'sending', 'paused', 'cancelled', 'done')),
  scheduled_at timestamptz(3),
  time_zone text not null default '',
  started_at timestamptz(3),
  finished_at timestamptz(3),
  -- The end of the send as the API shows it: null where it ended before anything was tried.
  delivered_at timestamptz(3),
  delivery_errors text[] not null default '{}',
  -- Recipients (not copies) that a provider took.
  delivered_total integer not null default 0,
  recipient_total integer not null default 0,
  pending_total integer not null default 0,
  sending_total integer not null default 0,
  sent_total integer not null default 0,
  failed_total integer not null default 0,
  in_doubt_total integer not null default 0,
  cancelled_total integer not null default 0,
  skipped_total integer not null default 0,
  test_total integer not null default 0,
  -- How far the ledger has been written: see server/delivery/audience.
  written jsonb,
  -- Up to which number the deliveries of a deleted message have been taken out of the lists; beyond all: 2147483647.
  hidden_to integer not null default 0,
  -- Its deliveries were removed when their time was up.
  swept boolean not null default false,
  created_at timestamptz(3) not null default app.now(),
  updated_at timestamptz(3) not null default app.now(),
  deleted_at timestamptz(3),
  search tsvector generated always as (
    app.words(
      id || ' ' || status || ' ' || type || ' ' || description || ' ' ||
      left(coalesce(data ->> 'subject', data ->> 'title', data ->> 'content', ''), 2000)
    )
  ) stored
);
create unique index messages_id on messages (project, id) where deleted_at is null;
create index messages_seq on messages (project, seq);
create index messages_type on messages (project, type, seq);
-- For filters and orders of the list. Where there may be nulls they come first, as the lists have them.
create index messages_scheduled_at on messages (project, scheduled_at nulls first, seq) where deleted_at is null;
create index messages_started_at on messages (project, started_at nulls first, seq) where deleted_at is null;
create index messages_finished_at on messages (project, finished_at nulls first, seq) where deleted_at is null;
create index messages_status on messages (project, status, seq) where deleted_at is null;
create index messages_phase on messages (project, phase, seq) where deleted_at is null;
-- Downwards the messages of a phase are still in their own order, and nearly all are of one phase.
create index messages_phase_down on messages (project, phase desc, seq) where deleted_at is null;
create index messages_provider on messages (project, provider_id, seq) where deleted_at is null;
create index messages_recipient_total on messages (project, recipient_total, seq) where deleted_at is null;
create index messages_failed_total on messages (project, failed_total, seq) where deleted_at is null;
create index messages_in_doubt_total on messages (project, in_doubt_total, seq) where deleted_at is null;
create index messages_topics on messages using gin (topics);
create index messages_users on messages using gin (users);
create index messages_targets on messages using gin (targets);
create index messages_due on messages (scheduled_at) where phase = 'scheduled' and deleted_at is null;
create index messages_to_come on messages (project, seq)
  where phase in ('scheduled', 'missed', 'preparing', 'sending', 'paused') and deleted_at is null;
create index messages_moving on messages (seq) where phase in ('preparing', 'sending');
-- Those whose counts are brought up to date every second, however many there have been.
create index messages_counted on messages (seq)
  where phase in ('preparing', 'sending', 'paused') or (phase = 'cancelled' and pending_total + sending_total > 0);
create index messages_to_hide on messages (seq)
  where deleted_at is not null and started_at is not null and hidden_to < 2147483647;
create index messages_to_sweep on messages (project, (coalesce(deleted_at, finished_at)))
  where coalesce(deleted_at, finished_at) is not null and not swept;
create index messages_to_remove on messages (project, deleted_at) where deleted_at is not null and swept;
create index messages_search on messages using gin (search);

-- Files, in buckets. What a file holds came in one or several chunks, each of them kept in pieces of at most 256 KiB.
create table buckets (
  seq bigint generated always as identity primary key,
  project bigint not null references projects on delete cascade,
  id text not null,
  name text not null,
  permissions text[] not null,
  file_security boolean not null,
  enabled boolean not null,
  maximum_file_size bigint not null,
  allowed_file_extensions text[] not null,
  -- Kept and shown, as clients expect; nothing is done by them.
  compression text not null check (compression in ('none', 'gzip', 'zstd')),
  encryption boolean not null,
  antivirus boolean not null,
  transformations boolean not null,
  -- Bytes of the files that are whole.
  total_size bigint not null default 0 check (total_size >= 0),
  created_at timestamptz(3) not null default app.now(),
  updated_at timestamptz(3) not null default app.now(),
  -- A deleted bucket is unreachable at once, with its files; they are swept away in chunks, then the row itself.
  deleted_at timestamptz(3),
  search tsvector generated always as (app.words(id || ' ' || name)) stored
);
create unique index buckets_id on buckets (project, id) where deleted_at is null;
create index buckets_seq on buckets (project, seq) where deleted_at is null;
create index buckets_deleted on buckets (seq) where deleted_at is not null;
create index buckets_search on buckets using gin (search);

create table files (
  seq bigint generated always as identity primary key,
  project bigint not null references projects on delete cascade,
  bucket bigint not null references buckets,
  id text not null,
  name text not null,
  permissions text[] not null,
  mime_type text not null,
  -- The end user who uploads it, and may go on with it; '' for programs and administrators.
  uploader text not null,
  -- The MD5 of the whole; '' while chunks are missing.
  signature text not null default '',
  size bigint not null,
  chunks_total integer not null,
  -- Equal to chunks_total only when the whole has been put together.
  chunks_uploaded integer not null default 0,
  created_at timestamptz(3) not null default app.now(),
  updated_at timestamptz(3) not null default app.now(),
  deleted_at timestamptz(3),
  search tsvector generated always as (app.words(id || ' ' || name)) stored
);
create unique index files_id on files (project, bucket, id) where deleted_at is null;
create index files_seq on files (bucket, seq) where deleted_at is null;
create index files_name on files (bucket, (lower(name) collate "C"), seq) where deleted_at is null;
create index files_deleted on files (seq) where deleted_at is not null;
create index files_unfinished on files (updated_at) where chunks_uploaded < chunks_total and deleted_at is null;
create index files_search on files using gin (search);

-- What one request brought.
create table file_chunks (
  seq bigint generated always as identity primary key,
  -- Null while it is being received.
  file bigint references files on delete cascade,
  -- Counted from 1.
  number integer not null,
  created_at timestamptz(3) not null default app.now(),
  unique (file, number)
);
create index file_chunks_received on file_chunks (created_at) where file is null;

create table file_pieces (
  seq bigint generated always as identity primary key,
  chunk bigint not null references file_chunks on delete cascade,
  -- Counted from 0; all but the last are of one size.
  part integer not null,
  content bytea not null,
  unique (chunk, part)
);
-- Pictures and documents are compressed already: trying it again only costs time.
alter table file_pieces alter column content set storage external;

-- One process that delivers. A row that is not beaten for 15 s belongs to a dead one.
create table workers (
  seq bigint generated always as identity primary key,
  id text not null unique,
  started_at timestamptz(3) not null default app.now(),
  beat_at timestamptz(3) not null default app.now(),
  -- Set when what it held has been settled, or when it ended by itself.
  gone_at timestamptz(3)
);
create index workers_alive on workers (beat_at) where gone_at is null;

-- The ledger: one row per message and recipient, numbered from 1 as it is written. The numbers behind state, role,
-- reason and cause stand in server/delivery/ledger.ts.
create table deliveries (
  message bigint not null,
  n integer not null,
  project bigint not null,
  -- No foreign keys: three look-ups a row would cost as much as the row, and a row outlives its target and its person.
  target bigint,
  user_seq bigint,
  -- The provider that was chosen; 0 where there was none.
  provider bigint not null,
  role smallint not null default 0,
  -- By which ways it was reached: 1 topic, 2 user, 4 target.
  via smallint not null default 0,
  identifier text not null,
  identifier_key text collate "C" not null,
  state smallint not null,
  reason smallint,
  cause smallint,
  error_code text,
  attempts smallint not null default 0,
  -- Null until a first attempt has failed.
  next_attempt_at timestamptz(3),
  -- Transient failures after this are final. Set at the first attempt.
  give_up_at timestamptz(3),
  -- Who holds it while it is being sent.
  worker bigint,
  attempted_at timestamptz(3),
  sent_at timestamptz(3),
  provider_message_id text,
  -- Of a deleted message: in no list across messages.
  hidden boolean not null default false,
  -- When its message started, for all rows of a message: so (created_at, message, n) is the order in which they came.
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null default app.now(),
  primary key (message, n)
) with (fillfactor = 85);
-- One row for an address in a message, and by the same index what an address ever got.
create unique index deliveries_identifier on deliveries (project, identifier_key, message);
create index deliveries_user on deliveries (user_seq, message) where user_seq is not null;
create index deliveries_fresh on deliveries (message, provider, n) where state = 0 and next_attempt_at is null;
create index deliveries_waiting on deliveries (message, provider, next_attempt_at)
  where state = 0 and next_attempt_at is not null;
create index deliveries_sending on deliveries (worker) where state = 1;
-- Failures by cause, each from its first to its last: they are counted without reading a row.
create index deliveries_not_well on deliveries (message, state, error_code, cause, updated_at, n) where state in (3, 4);
create index deliveries_copies on deliveries (message) where role > 0;
-- For lists: those that are open, sent, failed or in doubt, and never sent, each in its order. A row is in one of them at a
-- time, so that they cost no more than one index of all, and none of a million others is read on the way to a few.
create index deliveries_listed_open on deliveries (project, created_at, message, n)
  where state in (0, 1) and not hidden;
create index deliveries_listed_sent on deliveries (project, created_at, message, n)
  where state in (2) and not hidden;
create index deliveries_listed_failed on deliveries (project, created_at, message, n)
  where state in (3, 4) and not hidden;
create index deliveries_listed_unsent on deliveries (project, created_at, message, n)
  where state in (5, 6) and not hidden;
create index deliveries_listed_provider on deliveries (provider, created_at, message, n)
  where state > 1 and not hidden;
create index deliveries_listed_error on deliveries (project, error_code, created_at, message, n)
  where error_code is not null and not hidden;

-- Attempts that did not simply succeed at the first try; the last ten of a row.
create table delivery_attempts (
  seq bigint generated always as identity primary key,
  message bigint not null,
  n integer not null,
  attempt smallint not null,
  started_at timestamptz(3),
  finished_at timestamptz(3) not null default app.now(),
  worker bigint,
  outcome smallint not null,
  code text not null,
  response text not null,
  foreign key (message, n) references deliveries on delete cascade
);
create index delivery_attempts_delivery on delivery_attempts (message, n, seq);

-- What one provider has to do for one message, and how far it is: the counts that everything else is summed from.
create table lanes (
  seq bigint generated always as identity primary key,
  message bigint not null references messages on delete cascade,
  provider bigint not null,
  test boolean not null,
  pending integer not null default 0,
  sending integer not null default 0,
  sent integer not null default 0,
  -- Of `sent`, those that are copies (cc, bcc) and do not count as recipients.
  sent_copies integer not null default 0,
  failed integer not null default 0,
  in_doubt integer not null default 0,
  cancelled integer not null default 0,
  skipped integer not null default 0,
  -- A lane whose provider refuses everybody waits, and tries one recipient at growing intervals.
  paused_until timestamptz(3),
  refusals integer not null default 0,
  give_up_at timestamptz(3),
  unique (message, provider)
) with (fillfactor = 50);
create index lanes_pending on lanes (provider, message) where pending > 0;

-- Outcomes as they came about, without those of test providers. By the quarter of an hour, because an hour or a day of any
-- zone begins with one.
create table statistics (
  seq bigint generated always as identity primary key,
  project bigint not null references projects on delete cascade,
  quarter timestamptz(3) not null,
  -- As in the ledger: 0 where there was none; the provider may be gone.
  provider bigint not null,
  type text not null check (type in ('email', 'sms', 'push')),
  sent integer not null default 0,
  failed integer not null default 0,
  in_doubt integer not null default 0,
  cancelled integer not null default 0,
  skipped integer not null default 0,
  unique (project, quarter, provider, type)
) with (fillfactor = 50);
create index statistics_quarter on statistics (quarter);

-- What the test inbox caught.
create table inbox_items (
  seq bigint generated always as identity primary key,
  project bigint not null references projects on delete cascade,
  id text not null,
  type text not null check (type in ('email', 'sms', 'push')),
  sender text not null,
  recipients text[] not null,
  subject text not null,
  preview text not null,
  size integer not null,
  attachment_total integer not null default 0,
  headers jsonb not null default '[]',
  -- The text part, or the SMS; the HTML part; a push's payload.
  body text not null default '',
  html text,
  payload jsonb,
  attachments jsonb not null default '[]',
  -- Which delivery it is the copy of. The pair is unique, so that a repeated attempt leaves one item.
  message bigint references messages on delete set null,
  n integer,
  created_at timestamptz(3) not null default app.now(),
  updated_at timestamptz(3) not null default app.now(),
  search tsvector generated always as (
    app.words(id || ' ' || sender || ' ' || app.joined(recipients) || ' ' || subject || ' ' || left(body, 20000))
  ) stored,
  unique (project, id)
);
create unique index inbox_items_delivery on inbox_items (message, n) where message is not null;
create index inbox_items_seq on inbox_items (project, seq);
create index inbox_items_search on inbox_items using gin (search);

-- Raw sources, in pieces of at most 256 KiB.
create table inbox_sources (
  seq bigint generated always as identity primary key,
  item bigint not null references inbox_items on delete cascade,
  part integer not null,
  content bytea not null,
  unique (item, part)
);

-- Who did what: written in the transaction of the change itself.
create table activity (
  seq bigint generated always as identity primary key,
  -- Null for what concerns the whole installation.
  project bigint references projects on delete cascade,
  event text not null,
  -- What it was done to: `topic`, `news`.
  resource_type text not null,
  resource_id text not null,
  -- False for what was refused; the reason says why.
  done boolean not null default true,
  reason text not null default '',
  actor_type text not null check (actor_type in ('keyProject', 'admin', 'user', 'guest', 'system')),
  actor_id text not null,
  actor_name text not null,
  actor_email text not null,
  ip text not null,
  agent text not null,
  changes jsonb not null default '{}',
  -- The person (not administrator) whom it is about: whose name or addresses it may hold.
  person bigint,
  created_at timestamptz(3) not null default app.now()
);
create index activity_person on activity (person) where person is not null;
create index activity_project on activity (project, seq);
create index activity_resource on activity (project, resource_type, resource_id, seq);
create index activity_actor on activity (project, actor_id, seq);
create index activity_event on activity (project, event, seq);
create index activity_refused on activity (project, ((not done)::int), seq);
create index activity_created_at on activity (project, created_at, seq);
-- "Is null" gives no order to what comes behind it in an index.
create index activity_installation on activity (seq) where project is null;
