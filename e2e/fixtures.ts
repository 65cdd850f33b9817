// What the browser tests start from: a real server of their own, an administrator, and for each test a project that is nobody else's.
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, expect, type Locator, type Page } from '@playwright/test'
import { freePort, startServer } from './process/server-process.js'
import { withQuietConsole } from './quiet-console.ts'

export { expect }

export const owner = { email: 'owner@example.org', password: 'correct horse battery staple' }

/** Calls the API as the console does. */
export type Call = <Reply>(method: string, path: string, body?: object | FormData) => Promise<Reply>

export type Project = {
  readonly id: string
  /** The address of a page of this project: `/messages`. */
  readonly page: (path: string) => string
  readonly call: Call
}

type Shared = { readonly carillon: { readonly url: string; readonly cookie: string } }
type Own = { readonly signedIn: boolean; readonly project: Project }

export const test = base.extend<Own, Shared>({
  carillon: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what is needed
    async ({}, use) => {
      const folder = await mkdtemp(join(tmpdir(), 'carillon-e2e-'))
      const server = await startServer({
        DATA_DIR: join(folder, 'data'),
        PORT: String(await freePort()),
        CARILLON_ADMIN_EMAIL: owner.email,
        CARILLON_ADMIN_PASSWORD: owner.password,
        LOG_LEVEL: 'warn',
      })
      await use({ url: server.url, cookie: await signIn(server.url) })
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
    { scope: 'worker', timeout: 180_000 },
  ],
  baseURL: ({ carillon }, use) => use(carillon.url),
  signedIn: [true, { option: true }],
  context: async ({ context, carillon, signedIn }, use) => {
    const [name = '', value = ''] = carillon.cookie.split('=')
    if (signedIn) await context.addCookies([{ name, value, url: carillon.url }])
    await withQuietConsole(context, use)
  },
  project: async ({ carillon }, use) => {
    const id = `p-${randomUUID().slice(0, 8)}`
    await callOf(carillon)('POST', '/console/projects', {
      projectId: id,
      name: 'Chapel',
      timeZone: 'Europe/Berlin',
    })
    await use({ id, page: (path) => `/p/${id}${path}`, call: callOf(carillon, id) })
  },
})

/** Signs in, and gives the session's cookie. */
export async function signIn(url: string, as: { email: string; password: string } = owner): Promise<string> {
  return cookieFrom(url, '/console/session', as)
}

/** Invites somebody, joins in their place, and gives their cookie; they sign in with the owner's password. */
export async function addAdministrator(
  { url, cookie }: Shared['carillon'],
  email: string,
  role: string,
): Promise<string> {
  const invitation = await callOf({ url, cookie })<{ url: string }>('POST', '/console/invitations', {
    email,
    role,
  })
  const token = new URL(invitation.url).hash.slice(1)
  return cookieFrom(url, '/console/invitation', { token, name: role, password: owner.password })
}

/** Makes a page somebody else's. */
export async function actAs(page: Page, { url }: Shared['carillon'], cookie: string): Promise<void> {
  const [name = '', value = ''] = cookie.split('=')
  await page.context().addCookies([{ name, value, url }])
}

async function cookieFrom(url: string, path: string, body: object): Promise<string> {
  const response = await fetch(`${url}/v1${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify(body),
  })
  const cookie = response.headers.getSetCookie().find((one) => one.includes('session'))
  if (!cookie) throw new Error(`${path} gave no session: ${response.status} ${await response.text()}`)
  return cookie.split(';')[0] ?? ''
}

export function callOf({ url, cookie }: Shared['carillon'], projectId?: string): Call {
  return async <Reply>(method: string, path: string, body?: object | FormData) => {
    const isForm = body instanceof FormData
    const response = await fetch(`${url}/v1${path}`, {
      method,
      headers: {
        ...(!isForm && { 'content-type': 'application/json' }),
        cookie,
        origin: url,
        ...(projectId ? { 'x-appwrite-project': projectId, 'x-appwrite-mode': 'admin' } : {}),
      },
      ...(body ? { body: isForm ? body : JSON.stringify(body) } : {}),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`)
    return (text === '' ? undefined : JSON.parse(text)) as Reply
  }
}

/** What lands in the test inbox; `failureRate` 1 makes every recipient fail. */
export async function addTestProvider(project: Project, more: object = {}): Promise<void> {
  await project.call('POST', '/messaging/providers/inbox', {
    providerId: 'test',
    name: 'Test e-mail',
    type: 'email',
    enabled: true,
    ...more,
  })
}

export async function addPerson(project: Project, userId: string, name: string): Promise<void> {
  await project.call('POST', '/users', { userId, name, email: `${userId}@example.org` })
}

/** An e-mail to Ada, who has to be there; sent at once unless told otherwise. */
export async function createEmail(project: Project, more: object = {}): Promise<string> {
  const message = await project.call<{ $id: string }>('POST', '/messaging/messages/email', {
    messageId: 'unique()',
    subject: 'Bell practice',
    content: 'We ring on Sunday at nine.',
    users: ['ada'],
    ...more,
  })
  return message.$id
}

/** Waits until a message has ended. */
export async function untilDone(project: Project, messageId: string): Promise<void> {
  const phase = async () => {
    const message = await project.call<{ delivery: { phase: string } }>(
      'GET',
      `/messaging/messages/${messageId}`,
    )
    return message.delivery.phase
  }
  await expect.poll(phase, { timeout: 30_000 }).toBe('done')
}

/** The rows of a table, each cell under the name of its column. */
export async function rowsOf(table: Locator): Promise<Record<string, string>[]> {
  const names = await table.getByRole('columnheader').allInnerTexts()
  const rows = await table
    .getByRole('row')
    .filter({ has: table.page().getByRole('cell') })
    .all()
  return Promise.all(
    rows.map(async (row) => {
      const cells = await row.getByRole('cell').allInnerTexts()
      return Object.fromEntries(names.map((name, index) => [name, cells[index]?.trim() ?? '']))
    }),
  )
}
