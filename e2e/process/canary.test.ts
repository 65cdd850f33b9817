// A canary in every secret: none may be heard anywhere but where it was asked for. The same search hears another bird, which is no
// secret, in every one of those places.
import { randomBytes } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { api as everyEndpoint } from '../../contract/api.ts'
import type { Endpoint } from '../../contract/endpoint.ts'
import { type ProviderKind, providerKind } from '../../contract/provider-kind.ts'
import { providerKinds, type Setting } from '../../contract/provider-kinds.ts'
import { scopes } from '../../contract/scopes.ts'
import { projectId, unattended } from './api-client.ts'
import { eventually } from './eventually.ts'
import { aStage, type Stage } from './stage.ts'
import { createTraceFinder } from './traces.ts'

/** No secret: the name of every provider, and of much else. */
const control = 'bullfinch7yxq2wk9zr'

test('no secret is in any reply, error, page, line of output or file of the database', async () => {
  const cage = aCage()
  const stage = await aStage('embedded', { auth: { user: 'mailer', password: passwordOfMailer(cage) } })
  const environment = {
    LOG_LEVEL: 'debug',
    CARILLON_SECRET: Buffer.from(cage.canary('CARILLON_SECRET')).toString('base64'),
    CARILLON_ADMIN_PASSWORD: cage.canary('CARILLON_ADMIN_PASSWORD'),
    // A key is recognized by its first eight characters.
    CARILLON_API_KEY: `environm${cage.canary('CARILLON_API_KEY')}`,
  }
  const server = await stage.start({ env: environment })
  const heard: Heard[] = []
  const ask = createAsk(server.url, heard)

  const who = await useAccounts(ask, cage, {
    origin: server.url,
    adminPassword: environment.CARILLON_ADMIN_PASSWORD,
    apiKey: environment.CARILLON_API_KEY,
  })
  await useProviders(ask, cage, who, stage.sink.port)
  const shown = await ask.forSecrets(who.ofEnvironment, 'GET', '/messaging/providers')
  await failToSend(ask, cage, who, stage)
  await readEverything(ask, who)

  expect(await server.stop()).toBe(0)
  heard.push({ place: 'output', from: 'the server', said: server.output() })
  expect(server.output()).toContain('"level":"debug"')
  const anotherSecret = Buffer.from(cage.canary('another CARILLON_SECRET')).toString('base64')
  const stranger = await stage.start({
    env: { ...environment, CARILLON_SECRET: anotherSecret },
    waits: false,
  })
  expect(await stranger.exit).toBe(1)
  heard.push({ place: 'output', from: 'a server with another secret', said: stranger.output() })
  for (const file of await filesIn(stage.place.DATA_DIR ?? '')) {
    heard.push({ place: 'database', from: file, said: await readFile(file) })
  }

  const { tracesIn } = createTraceFinder({ ...cage.canaries, control })
  const stored = Object.keys(cage.canaries).filter((name) => name.endsWith('when changed'))
  expect(stored).toHaveLength(13)
  expect(tracesIn(Buffer.from(shown.text)).toSorted()).toEqual([...stored, 'control'].toSorted())
  expect(whatIsHeard(heard, tracesIn)).toEqual({
    reply: ['control'],
    error: ['control'],
    activity: ['control'],
    delivery: ['control'],
    page: ['control'],
    output: ['control'],
    database: ['control'],
  })
})

// --- Canaries -------------------------------------------------------------------------------------------------------

function aCage() {
  const canaries: Record<string, string> = {}
  return {
    /** By their names. */
    canaries,
    /** 32 random letters and digits; the same again for the same name. */
    canary: (name: string): string => {
      const random = BigInt(`0x${randomBytes(24).toString('hex')}`).toString(36)
      canaries[name] ??= random.slice(-32)
      return canaries[name]
    },
    /** A secret that the server made. How a key begins is no secret. */
    keep: (name: string, secret: string): string => {
      canaries[name] = secret.slice(-40)
      return secret
    },
  }
}

type Cage = ReturnType<typeof aCage>

const passwordOfMailer = ({ canary }: Cage) => canary('password of smtp, when changed')

type Place = 'reply' | 'error' | 'activity' | 'delivery' | 'page' | 'output' | 'database'
type Heard = { readonly place: Place; readonly from: string; readonly said: string | Buffer }

function whatIsHeard(heard: readonly Heard[], tracesIn: (bytes: Buffer) => string[]) {
  const places = new Map<Place, Set<string>>()
  for (const { place, from, said } of heard) {
    const names = tracesIn(Buffer.from(said)).map((name) =>
      name === 'control' ? name : `${name}, in ${from}`,
    )
    places.set(place, new Set([...(places.get(place) ?? []), ...names]))
  }
  return Object.fromEntries([...places].map(([place, names]) => [place, [...names]]))
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}

// --- Asking ---------------------------------------------------------------------------------------------------------

type Headers = Readonly<Record<string, string>>

function createAsk(url: string, heard: Heard[]) {
  const send = async (headers: Headers, method: string, path: string, body?: object) => {
    const response = await fetch(url + path, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    const { status } = response
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.startsWith('application/json') && text !== ''
    return {
      status,
      text,
      // biome-ignore lint/suspicious/noExplicitAny: the replies of many routes.
      body: (isJson ? JSON.parse(text) : undefined) as any,
      cookies: response.headers.getSetCookie().map((cookie) => cookie.slice(0, cookie.indexOf(';'))),
      from: `${method} ${path} (${status})`,
      said: JSON.stringify([...response.headers]) + text,
    }
  }
  const listened = async (place: Place, ...request: Parameters<typeof send>) => {
    const answer = await send(...request)
    heard.push({ place: answer.status >= 400 ? 'error' : place, from: answer.from, said: answer.said })
    return answer
  }
  const toPlace = (path: string): Place =>
    path.includes('/logs') ? 'activity' : path.includes('/deliveries') ? 'delivery' : 'reply'
  return Object.assign(
    (headers: Headers, method: string, path: string, body?: object) =>
      listened(toPlace(path), headers, method, `/v1${path}`, body),
    {
      page: (headers: Headers, path: string) => listened('page', headers, 'GET', path),
      /** What is answered may hold a secret, and has to be an answer. */
      forSecrets: async (headers: Headers, method: string, path: string, body?: object) => {
        const answer = await send(headers, method, `/v1${path}`, body)
        if (answer.status >= 300) throw new Error(`${answer.from}: ${answer.text}`)
        return answer
      },
    },
  )
}

type Ask = ReturnType<typeof createAsk>
type Who = Awaited<ReturnType<typeof useAccounts>>

// --- What is done ---------------------------------------------------------------------------------------------------

const inProject = { 'x-appwrite-project': projectId }
const anyone = {}

/** Signs in and fails to, invites, resets, makes keys; answers with the headers of those who may. */
async function useAccounts(ask: Ask, cage: Cage, { origin, adminPassword, apiKey }: Wishes) {
  const { canary, keep } = cage
  const email = unattended.CARILLON_ADMIN_EMAIL
  const { cookies } = await ask.forSecrets(anyone, 'POST', '/console/session', {
    email,
    password: adminPassword,
  })
  for (const cookie of cookies)
    keep(cookie.slice(0, cookie.indexOf('=')), cookie.slice(cookie.indexOf('=') + 1))
  const owner = { ...inProject, 'x-appwrite-mode': 'admin', origin, cookie: cookies.join('; ') }
  await ask(anyone, 'POST', '/console/session', { email, password: canary('a wrong password') })
  await ask(anyone, 'POST', '/console/session', {
    email: canary('a password in the wrong field'),
    password: 'x',
  })
  await ask(owner, 'POST', '/console/account/password', {
    current: canary('a wrong current password'),
    password: canary('a password that was not taken'),
  })
  await inviteAndReset(ask, cage, owner)
  const draft = { name: control, scopes: [...scopes] }
  const { body: made } = await ask.forSecrets(owner, 'POST', `/console/projects/${projectId}/keys`, draft)
  const key = { ...inProject, 'x-appwrite-key': keep('an API key', made.secret) }
  await usePerson(ask, cage, key)
  return { owner, key, ofEnvironment: { ...inProject, 'x-appwrite-key': apiKey } }
}

type Wishes = { readonly origin: string; readonly adminPassword: string; readonly apiKey: string }

async function inviteAndReset(ask: Ask, { canary, keep }: Cage, owner: Headers): Promise<void> {
  const tokenOf = (url: string) => new URL(url).hash.slice(1)
  const draft = { email: `${control}@example.org`, role: 'editor' }
  const { body: invited } = await ask.forSecrets(owner, 'POST', '/console/invitations', draft)
  const token = keep('an invitation', tokenOf(invited.url))
  await ask(anyone, 'POST', '/console/invitation/check', { token })
  await ask(anyone, 'POST', '/console/invitation', {
    token,
    name: control,
    password: canary('a chosen password'),
  })
  const { body } = await ask(owner, 'GET', '/console/administrators')
  const { $id } = body.administrators.find(({ name }: { name: string }) => name === control)
  const { body: reset } = await ask.forSecrets(owner, 'POST', `/console/administrators/${$id}/password-reset`)
  const another = { token: keep('a reset', tokenOf(reset.url)), password: canary('a password after a reset') }
  await ask(anyone, 'POST', '/console/password-reset', another)
}

async function usePerson(ask: Ask, { canary, keep }: Cage, key: Headers): Promise<void> {
  const signIn = { email: `${control}@example.net`, password: canary('the password of a person') }
  const wrong = { ...signIn, password: canary('a wrong password of a person') }
  await ask(key, 'POST', '/users', { userId: control, name: control, ...signIn })
  await ask(inProject, 'POST', '/account/sessions/email', wrong)
  const { body: session } = await ask.forSecrets(key, 'POST', '/account/sessions/email', signIn)
  await ask({ ...inProject, 'x-appwrite-session': keep('a session', session.secret) }, 'GET', '/account')
  const { body: token } = await ask.forSecrets(key, 'POST', `/users/${control}/jwts`, {})
  const jwt = keep('a JWT', token.jwt)
  await ask({ ...inProject, 'x-appwrite-jwt': jwt }, 'GET', '/account')
  await ask({ ...inProject, 'x-appwrite-jwt': `${jwt}x` }, 'GET', '/account')
}

/** Of every kind: made, refused, changed, tried out. */
async function useProviders(ask: Ask, { canary }: Cage, { key, owner }: Who, port: number): Promise<void> {
  for (const kind of providerKind.options) {
    const path = `/messaging/providers/${kind}`
    const fields = (when: string) =>
      settingsWith(kind, port, (field) => canary(`${field} of ${kind}, ${when}`))
    const draft = {
      providerId: kind,
      name: control,
      enabled: true,
      ...(kind === 'inbox' && { type: 'email' }),
    }
    await ask(key, 'POST', path, { ...draft, ...fields('when made') })
    await ask(key, 'POST', path, { ...draft, ...fields('when there already') })
    await ask(owner, 'PATCH', `${path}/${kind}`, fields('when changed'))
    await ask(key, 'PATCH', `${path}/${kind}`, { ...fields('when refused'), name: '' })
    await ask(key, 'POST', '/messaging/providers/check', { provider: kind, ...fields('when tried out') })
    await ask(key, 'POST', '/messaging/providers/check', { provider: kind, providerId: kind })
  }
}

const openSettings: Readonly<Record<string, unknown>> = {
  host: '127.0.0.1',
  username: 'mailer',
  encryption: 'none',
  autoTLS: false,
  from: '+14155550123',
  fromEmail: 'news@example.org',
  replyToEmail: 'news@example.org',
  isEuRegion: true,
  sandbox: true,
  failureRate: 0,
  failure: 'permanent',
  latencyMs: 0,
}

/** Every setting of the kind, each secret with a canary of its own. */
function settingsWith(kind: ProviderKind, port: number, canaryFor: (field: string) => string) {
  const secret = (field: string) => {
    if (field !== 'serviceAccountJSON') return canaryFor(field)
    return { type: 'service_account', client_email: 'a@example.org', private_key: canaryFor(field) }
  }
  const settings = Object.entries<Setting>(providerKinds[kind].settings)
  return Object.fromEntries(
    settings.map(([field, setting]) => {
      if (setting.secret) return [field, secret(field)]
      return [field, field === 'port' ? port : (openSettings[field] ?? 'open')]
    }),
  )
}

/** Mail servers that repeat what they were told; a kind that cannot send; a wrong request; and a copy in the test inbox. */
async function failToSend(ask: Ask, cage: Cage, { key }: Who, { sink }: Stage): Promise<void> {
  const password = passwordOfMailer(cage)
  const [once, whole] = [password, `\0mailer\0${password}`].map((text) =>
    Buffer.from(text).toString('base64'),
  )
  const repeats = `${control} does not like ${password}, ${once} or ${whole}`
  const send = async (messageId: string, more: object) => {
    const draft = { messageId, subject: control, content: control, users: [control], ...more }
    await ask(key, 'POST', '/messaging/messages/email', draft)
    await ended(messageId)
  }
  const ended = (messageId: string) =>
    eventually(
      () => ask(key, 'GET', `/messaging/messages/${messageId}`),
      ({ status, body }) => status === 404 || body.status !== 'processing',
    )
  sink.setScript([{ on: 'auth', say: `535 5.7.8 ${repeats}` }])
  await ask(key, 'POST', '/messaging/providers/check', { provider: 'smtp', providerId: 'smtp' })
  await send('without', { providerId: 'smtp' })
  sink.setScript([
    { on: 'rcpt', say: `451 4.7.1 ${repeats}`, times: 1 },
    { on: 'rcpt', say: `550 5.1.1 ${repeats}` },
  ])
  await send('refused', { providerId: 'smtp' })
  await ask(key, 'POST', '/messaging/messages/refused/retry', { includePermanent: true })
  await ended('refused')
  await send('other', { providerId: 'sendgrid' })
  await send('wrong', { targets: [control] })
  await send('caught', { providerId: 'inbox', html: true })
}

const routesToRead = Object.values<Record<string, Endpoint>>(everyEndpoint)
  .flatMap((module) => Object.values(module))
  .filter(({ method }) => method === 'GET')

const pages = ['/', '/sign-in', `/p/${projectId}/providers`, '/v1/openapi.json', '/nothing.js', '/v1/nothing']

async function readEverything(ask: Ask, { key, owner }: Who): Promise<void> {
  const { body: ledger } = await ask(key, 'GET', '/messaging/deliveries')
  for (const { $id } of ledger.deliveries) await ask(key, 'GET', `/messaging/deliveries/${$id}`)
  const { body: inbox } = await ask(key, 'GET', '/inbox/items')
  const itemId = inbox.items[0].$id
  const ids: Readonly<Record<string, string>> = { projectId, messageId: 'refused', itemId, part: '1' }
  for (const who of [key, owner]) {
    for (const { path } of routesToRead) {
      for (const providerId of path.includes(':providerId') ? providerKind.options : ['']) {
        const filled = path.replaceAll(/:(\w+)/g, (_, name: string) => ids[name] ?? (providerId || control))
        await ask(who, 'GET', filled)
      }
    }
    await ask.page(who, `/v1/inbox/items/${itemId}/html`)
    for (const path of pages) await ask.page(who, path)
  }
}
