// Trying settings out before they are saved, or again later. Nothing is sent and nothing is stored.
import { sql } from 'kysely'
import type * as z from 'zod'
import { canSend, providerTitles } from '../../contract/provider-kind.ts'
import type { providerChanges } from '../../contract/provider-kinds.ts'
import type { ChannelProvider } from '../channels/channel.ts'
import type { ProjectContext } from '../http/context.ts'
import { Refusal } from '../http/refusal.ts'
import { doubtsAbout } from './doubts.ts'
import { findSettings } from './providers.ts'
import {
  changedSettings,
  missingCredentials,
  newSettings,
  optionsForChannel,
  type Settings,
} from './settings.ts'

type CheckWish = z.output<typeof providerChanges.check.body>
type CheckAnswer = z.output<typeof providerChanges.check.reply>

/** As long as somebody looks at a button. */
const patienceMs = 20_000

/** More at once would make of this a way to look around in a network. */
const atOncePerProject = 4
const running = new Map<number, number>()

/** `providerId` names a stored provider whose settings stand in for those that are left out. */
export async function checkSettings(context: ProjectContext, wish: CheckWish): Promise<CheckAnswer> {
  const settings = await settingsOf(context, wish)
  const missing = missingCredentials(wish.provider, settings)
  if (missing.length > 0) throw lacking(missing)
  return limited(context.project.seq, async () => {
    const { ok, detail } = await tryOut(context, wish, settings)
    return { ok, checkedAt: await now(context), detail }
  })
}

async function settingsOf(context: ProjectContext, { provider: kind, providerId, ...fields }: CheckWish) {
  if (providerId === undefined) return newSettings(kind, fields)
  const stored = await findSettings(context, providerId)
  if (!stored) throw new Refusal('provider_not_found')
  if (stored.kind !== kind)
    throw new Refusal('provider_incorrect_type', `The provider is of the kind ${stored.kind}.`)
  return changedSettings(kind, stored.settings, fields)
}

async function tryOut(context: ProjectContext, { provider: kind, ...wish }: CheckWish, settings: Settings) {
  const doubts = doubtsAbout(kind, settings.credentials)
  if (doubts.length > 0) return { ok: false, detail: doubts.join(' ') }
  if (!canSend(kind)) {
    const title = providerTitles[kind]
    return {
      ok: false,
      detail: `Nothing is missing, but Carillon cannot connect to ${title} yet: whether ${title} takes these settings is not known.`,
    }
  }
  const provider: ChannelProvider = {
    seq: 0,
    project: context.project.seq,
    kind,
    name: wish.providerId ?? '',
    credentials: settings.credentials,
    options: optionsForChannel(settings.options),
    version: '',
  }
  return context.channels[kind].check(provider, { signal: AbortSignal.timeout(patienceMs) })
}

function lacking(missing: readonly string[]): Refusal {
  return new Refusal(
    'provider_missing_credentials',
    `Before the settings can be tried out they need ${missing.join(', ')}.`,
    missing.map((path) => ({ path, message: 'is needed before the settings can be tried out' })),
  )
}

async function limited<Result>(project: number, work: () => Promise<Result>): Promise<Result> {
  const count = running.get(project) ?? 0
  if (count >= atOncePerProject) {
    const options = { retryAfterSeconds: patienceMs / 1000 }
    throw new Refusal('general_rate_limit_exceeded', 'Other checks are still under way.', [], options)
  }
  running.set(project, count + 1)
  try {
    return await work()
  } finally {
    const left = (running.get(project) ?? 1) - 1
    if (left > 0) running.set(project, left)
    else running.delete(project)
  }
}

async function now({ db }: ProjectContext): Promise<string> {
  const { rows } = await sql<{ at: string }>`select app.now() as at`.execute(db)
  return rows[0]?.at ?? ''
}
