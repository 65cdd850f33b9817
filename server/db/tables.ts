// The tables as Kysely sees them, written by hand beside the migrations; a test holds them against the database.
//
// JSON is written as text (`JSON.stringify`), because the engines disagree on what an array parameter is; it is read parsed.
// Instants are the API's own texts, never `Date`.
import type { ColumnType, Generated, GeneratedAlways } from 'kysely'
import type { MessagePhase, MessageStatus } from '../../contract/messages.ts'
import type { ProviderKind } from '../../contract/provider-kind.ts'
import type { ChannelType } from '../../contract/resource.ts'
import type { Role } from '../../contract/roles.ts'
import type { SuppressionReason } from '../../contract/suppressions.ts'

/** `2025-03-04T09:12:44.318+00:00` */
export type Instant = string

type Json<Value> = ColumnType<Value, string, string>
type GeneratedJson<Value> = ColumnType<Value, string | undefined, string>
/** Full-text search; only ever compared with, in SQL. */
type SearchVector = ColumnType<never, never, never>

export type ActorType = 'keyProject' | 'admin' | 'user' | 'guest' | 'system'

export type ProjectTable = {
  seq: GeneratedAlways<number>
  id: string
  name: string
  time_zone: Generated<string>
  undo_seconds: Generated<number>
  activity_days: Generated<number>
  delivery_days: Generated<number>
  allowed_origins: Generated<string[]>
  created_at: Generated<Instant>
  updated_at: Generated<Instant>
  deleted_at: Instant | null
}

export type AdministratorTable = {
  seq: GeneratedAlways<number>
  id: string
  email: string
  name: string
  role: Role
  password_hash: string
  last_signed_in_at: Instant | null
  created_at: Generated<Instant>
  updated_at: Generated<Instant>
}

export type AdministratorSessionTable = {
  seq: GeneratedAlways<number>
  administrator: number
  token_hash: Buffer
  ip: string
  agent: string
  created_at: Generated<Instant>
  last_used_at: Generated<Instant>
}

export type OneTimeTokenTable = {
  seq: GeneratedAlways<number>
  purpose: 'setUp' | 'invitation' | 'passwordReset'
  token_hash: Buffer
  administrator: number | null
  email: string | null
  role: Role | null
  created_by: number | null
  created_at: Generated<Instant>
  expires_at: Instant | null
  used_at: Instant | null
}

export type SignInFailureTable = {
  seq: GeneratedAlways<number>
  key: string
  failures: number
  last_at: Instant
}

export type ApiKeyTable = {
  seq: GeneratedAlways<number>
  project: number
  id: string
  name: string
  secret_hash: Buffer
  hint: string
  scopes: string[]
  expires_at: Instant | null
  last_used_at: Instant | null
  created_at: Generated<Instant>
  updated_at: Generated<Instant>
}

export type ProviderTable = {
  seq: GeneratedAlways<number>
  project: number
  id: string
  name: string
  kind: ProviderKind
  type: ChannelType
  enabled: boolean
  marked_default: Generated<boolean>
  credentials: Json<Record<string, unknown>>
  options: Json<Record<string, unknown>>
  created_at: Generated<Instant>
  updated_at: Generated<Instant>
  search: SearchVector
}

export type UserTable = {
  seq: GeneratedAlways<number>
  project: number
  id: string
  name: Generated<string>
  email: Generated<string>
  phone: Generated<string>
  password_hash: string | null
  password_updated_at: Instant | null
  status: Generated<boolean>
  labels: Generated<string[]>
  prefs: GeneratedJson<Record<string, unknown>>
  email_verification: Generated<boolean>
  phone_verification: Generated<boolean>
  accessed_at: Instant | null
  created_at: Generated<Instant>
  updated_at: Generated<Instant>
  search: SearchVector
}

export type UserSessionTable = {
  seq: GeneratedAlways<number>
  project: number
  id: string
  user_seq: number
  secret_hash: Buffer
  provider: 'email' | 'server'
  ip: string
  agent: string
  created_at: Generated<Instant>
  updated_at: Generated<Instant>
  expires_at: Instant
}

export type ErasureTable = {
  seq: GeneratedAlways<number>
  project: number
  user_seq: number
  created_at: Generated<Instant>
  due_at: Generated<Instant>
}

export type TargetTable = {
  seq: GeneratedAlways<number>
  project: number
  id: string
  user_seq: number
  type: ChannelType
  provider_id: string | null
  identifier: string
  identifier_key: string
  name: Generated<string>
  expired: Generated<boolean>
  automatic: Generated<boolean>
  session: number | null
  created_at: Generated<Instant>
  updated_at: Generated<Instant>
}

export type TopicTable = {
  seq: GeneratedAlways<number>
  project: number
  id: string
  name: string
  description: Generated<string>
  subscribe: string[]
  email_total: Generated<number>
  sms_total: Generated<number>
  push_total: Generated<number>
  created_at: Generated<Instant>
  updated_at: Generated<Instant>
  deleted_at: Instant | null
  search: SearchVector
}

export type SubscriberTable = {
  seq: GeneratedAlways<number>
  project: number
  id: string
  topic: number
  target: number
  user_seq: number
  type: ChannelType
  created_at: Generated<Instant>
  updated_at: Generated<Instant>
}

export type SuppressionTable = {
  seq: GeneratedAlways<number>
  project: number
  id: string
  type: ChannelType
  identifier: string
  identifier_key: string
  reason: SuppressionReason
  note: string
  creator_type: 'keyProject' | 'admin' | 'system'
  creator_id: string
  creator_name: string
  person: number | null
  created_at: Generated<Instant>
  updated_at: Generated<Instant>
  search: SearchVector
}

export type MessageTable = {
  seq: GeneratedAlways<number>
  project: number
  id: string
  type: ChannelType
  description: Generated<string>
  topics: string[]
  users: string[]
  targets: string[]
  data: Json<Record<string, unknown>>
  provider_id: Generated<string>
  status: MessageStatus
  phase: MessagePhase
  scheduled_at: Instant | null
  time_zone: Generated<string>
  started_at: Instant | null
  finished_at: Instant | null
  delivered_at: Instant | null
  delivery_errors: Generated<string[]>
  delivered_total: Generated<number>
  recipient_total: Generated<number>
  pending_total: Generated<number>
  sending_total: Generated<number>
  sent_total: Generated<number>
  failed_total: Generated<number>
  in_doubt_total: Generated<number>
  cancelled_total: Generated<number>
  skipped_total: Generated<number>
  test_total: Generated<number>
  written: ColumnType<Record<string, unknown> | null, string | null | undefined, string | null>
  hidden_to: Generated<number>
  swept: Generated<boolean>
  created_at: Generated<Instant>
  updated_at: Generated<Instant>
  deleted_at: Instant | null
  search: SearchVector
}

export type BucketTable = {
  seq: GeneratedAlways<number>
  project: number
  id: string
  name: string
  permissions: string[]
  file_security: boolean
  enabled: boolean
  maximum_file_size: number
  allowed_file_extensions: string[]
  compression: 'none' | 'gzip' | 'zstd'
  encryption: boolean
  antivirus: boolean
  transformations: boolean
  total_size: Generated<number>
  created_at: Generated<Instant>
  updated_at: Generated<Instant>
  deleted_at: Instant | null
  search: SearchVector
}

export type FileTable = {
  seq: GeneratedAlways<number>
  project: number
  bucket: number
  id: string
  name: string
  permissions: string[]
  mime_type: string
  uploader: string
  signature: Generated<string>
  size: number
  chunks_total: number
  chunks_uploaded: Generated<number>
  created_at: Generated<Instant>
  updated_at: Generated<Instant>
  deleted_at: Instant | null
  search: SearchVector
}

export type FileChunkTable = {
  seq: GeneratedAlways<number>
  file: number | null
  number: number
  created_at: Generated<Instant>
}

export type FilePieceTable = {
  seq: GeneratedAlways<number>
  chunk: number
  part: number
  content: Buffer
}

export type WorkerTable = {
  seq: GeneratedAlways<number>
  id: string
  started_at: Generated<Instant>
  beat_at: Generated<Instant>
  gone_at: Instant | null
}

export type DeliveryTable = {
  message: number
  n: number
  project: number
  target: number | null
  user_seq: number | null
  provider: number
  role: Generated<number>
  via: Generated<number>
  identifier: string
  identifier_key: string
  state: number
  reason: number | null
  cause: number | null
  error_code: string | null
  attempts: Generated<number>
  next_attempt_at: Instant | null
  give_up_at: Instant | null
  worker: number | null
  attempted_at: Instant | null
  sent_at: Instant | null
  provider_message_id: string | null
  hidden: Generated<boolean>
  created_at: Instant
  updated_at: Generated<Instant>
}

export type DeliveryAttemptTable = {
  seq: GeneratedAlways<number>
  message: number
  n: number
  attempt: number
  started_at: Instant | null
  finished_at: Generated<Instant>
  worker: number | null
  outcome: number
  code: string
  response: string
}

export type LaneTable = {
  seq: GeneratedAlways<number>
  message: number
  provider: number
  test: boolean
  pending: Generated<number>
  sending: Generated<number>
  sent: Generated<number>
  sent_copies: Generated<number>
  failed: Generated<number>
  in_doubt: Generated<number>
  cancelled: Generated<number>
  skipped: Generated<number>
  paused_until: Instant | null
  refusals: Generated<number>
  give_up_at: Instant | null
}

export type StatisticsTable = {
  seq: GeneratedAlways<number>
  project: number
  quarter: Instant
  provider: number
  type: ChannelType
  sent: Generated<number>
  failed: Generated<number>
  in_doubt: Generated<number>
  cancelled: Generated<number>
  skipped: Generated<number>
}

export type InboxItemTable = {
  seq: GeneratedAlways<number>
  project: number
  id: string
  type: ChannelType
  sender: string
  recipients: string[]
  subject: string
  preview: string
  size: number
  attachment_total: Generated<number>
  headers: GeneratedJson<{ name: string; value: string }[]>
  body: Generated<string>
  html: string | null
  payload: ColumnType<Record<string, unknown> | null, string | null | undefined, string | null>
  attachments: GeneratedJson<Record<string, unknown>[]>
  message: number | null
  n: number | null
  created_at: Generated<Instant>
  updated_at: Generated<Instant>
  search: SearchVector
}

export type InboxSourceTable = {
  seq: GeneratedAlways<number>
  item: number
  part: number
  content: Buffer
}

export type ActivityTable = {
  seq: GeneratedAlways<number>
  project: number | null
  event: string
  resource_type: string
  resource_id: string
  done: Generated<boolean>
  reason: Generated<string>
  actor_type: ActorType
  actor_id: string
  actor_name: string
  actor_email: string
  ip: string
  agent: string
  changes: GeneratedJson<Record<string, unknown>>
  person: number | null
  created_at: Generated<Instant>
}

export type Tables = {
  projects: ProjectTable
  administrators: AdministratorTable
  administrator_sessions: AdministratorSessionTable
  one_time_tokens: OneTimeTokenTable
  sign_in_failures: SignInFailureTable
  api_keys: ApiKeyTable
  providers: ProviderTable
  users: UserTable
  user_sessions: UserSessionTable
  erasures: ErasureTable
  targets: TargetTable
  topics: TopicTable
  subscribers: SubscriberTable
  suppressions: SuppressionTable
  messages: MessageTable
  buckets: BucketTable
  files: FileTable
  file_chunks: FileChunkTable
  file_pieces: FilePieceTable
  workers: WorkerTable
  deliveries: DeliveryTable
  delivery_attempts: DeliveryAttemptTable
  lanes: LaneTable
  statistics: StatisticsTable
  inbox_items: InboxItemTable
  inbox_sources: InboxSourceTable
  activity: ActivityTable
}
