import * as z from 'zod'

/** What an API key may be given; the names are Appwrite's, but for `logs.read`, which is ours. */
export const scopes = [
  'providers.read',
  'providers.write',
  'topics.read',
  'topics.write',
  'subscribers.read',
  'subscribers.write',
  'messages.read',
  'messages.write',
  'users.read',
  'users.write',
  'targets.read',
  'targets.write',
  'buckets.read',
  'buckets.write',
  'files.read',
  'files.write',
  'logs.read',
] as const

/** Shows providers' secrets in clear. Not part of "all scopes": it has its own tick. */
export const secretsScope = 'providers.secrets'

export const scope = z.enum([...scopes, secretsScope])
export type Scope = z.infer<typeof scope>

/** What an end user has, by his session or JWT; of what lies behind it he sees and changes only what is open to him. */
export type UserScope = Extract<Scope, `${'targets' | 'subscribers' | 'files'}.${string}`>
