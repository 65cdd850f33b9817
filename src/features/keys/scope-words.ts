// Scopes by what they are about, in words.
import { type Scope, scopes, secretsScope } from '../../../contract/scopes.ts'

type Resource = (typeof scopes)[number] extends `${infer Name}.${string}` ? Name : never

const words: Readonly<Record<Resource, string>> = {
  providers: 'Providers',
  topics: 'Topics',
  subscribers: 'Subscribers',
  messages: 'Messages',
  users: 'People',
  targets: 'Targets',
  buckets: 'Buckets',
  files: 'Files',
  logs: 'Activity',
}

export interface ScopeRow {
  readonly label: string
  readonly read: Scope
  /** Activity is only read. */
  readonly write: Scope | undefined
}

/** In the order in which one thinks of them: what is sent, to whom, by what. */
const order: readonly Resource[] = [
  'messages',
  'topics',
  'subscribers',
  'users',
  'targets',
  'providers',
  'buckets',
  'files',
  'logs',
]

export const scopeRows: readonly ScopeRow[] = order.map((resource) => ({
  label: words[resource],
  read: `${resource}.read`,
  write: scopes.find((scope) => scope === `${resource}.write`),
}))

export const hasEveryScope = (chosen: readonly Scope[]) => scopes.every((scope) => chosen.includes(scope))

/** What a key may do with one thing: "read and write"; undefined for nothing. */
export function accessWords({ read, write }: ScopeRow, chosen: readonly Scope[]): string | undefined {
  const parts = [
    chosen.includes(read) ? 'read' : [],
    write !== undefined && chosen.includes(write) ? 'write' : [],
  ].flat()
  return parts.length > 0 ? parts.join(' and ') : undefined
}

/** As many as fit into a row of a table. */
const named = 2

/** "Everything", "Reads everything", "Messages, topics (read)", "Messages, topics and 3 more". */
export function scopeSummary(chosen: readonly Scope[]): string {
  const secrets = chosen.includes(secretsScope)
  const what = whatSummary(chosen)
  if (!secrets) return what
  return what ? `${what}, provider secrets` : 'Provider secrets'
}

function whatSummary(chosen: readonly Scope[]): string {
  if (hasEveryScope(chosen)) return 'Everything'
  const rows = scopeRows.filter((row) => accessWords(row, chosen))
  const isReading = chosen.every((scope) => !scope.endsWith('.write'))
  if (isReading && rows.length === scopeRows.length) return 'Reads everything'
  const more = rows.length - named
  const shown = rows.slice(0, more === 1 ? named + 1 : named).map((row, index) => {
    const label = index === 0 ? row.label : row.label.toLowerCase()
    const access = accessWords(row, chosen)
    return access === 'read and write' || (access === 'read' && !row.write) ? label : `${label} (${access})`
  })
  return more > 1 ? `${shown.join(', ')} and ${more} more` : shown.join(', ')
}
