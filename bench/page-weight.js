// What the console's screens weigh: every byte of script and style as it is sent, everything that is fetched until the network is
// idle counted, with nothing in the browser's cache. Limits: sign-in 150 KiB; the first screen behind it 50 KiB more; any
// later screen 50 KiB more than those two.
//
// node bench/page-weight.js
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from '@playwright/test'
import { fillProject } from '../e2e/filled-project.js'
import { freePort, startServer } from '../e2e/process/server-process.js'
import { screens } from '../e2e/screens.js'
import { chromiumArgs, provideChromium } from '../scripts/find-chromium.js'

const limits = { signIn: 150 * 1024, more: 50 * 1024 }

const owner = { email: 'owner@example.org', password: 'correct horse battery staple' }

/**
 * @typedef {{ path: string, type: string, bytes: number, encoding: string }} Part
 *
 * @typedef {object} Weight
 * @property {string} name
 * @property {number} bytes What it needs beyond the screens before it.
 * @property {number} limit
 * @property {Part[]} parts All that was fetched.
 */

/**
 * Each screen in a browser that has never seen the console.
 * @param {import('@playwright/test').Browser} browser
 * @param {{ url: string, cookie: string }} server
 * @param {import('../e2e/filled-project.js').Filled} filled
 * @returns {Promise<Weight[]>}
 */
export async function weighScreens(browser, { url, cookie }, filled) {
  const [name = '', value = ''] = cookie.split('=')
  /** @type {Weight[]} */
  const weights = []
  /** What whoever comes to a later screen has already. */
  const known = new Set()
  /** @param {import('../e2e/screens.js').Screen} screen */
  const weigh = async (screen) => {
    const context = await browser.newContext()
    if (!screen.signedOut) await context.addCookies([{ name, value, url }])
    const parts = await fetchedBy(await context.newPage(), url + screen.path(filled))
    await context.close()
    const counted = scriptAndStyle(parts)
    const bytes = totalBytes(counted.filter(({ path }) => !known.has(path)))
    const limit = order(screen) === 0 ? limits.signIn : limits.more
    weights.push({ name: screen.name, bytes, limit, parts })
    if (order(screen) < 2) for (const { path } of counted) known.add(path)
  }
  const waiting = [...screens].sort((a, b) => order(a) - order(b))
  for (const first of waiting.splice(0, 2)) await weigh(first)
  // Most of the time is waiting for the network to be idle.
  const weighAll = async () => {
    for (let screen = waiting.shift(); screen; screen = waiting.shift()) await weigh(screen)
  }
  await Promise.all([weighAll(), weighAll(), weighAll()])
  return weights
}

/** @param {import('../e2e/screens.js').Screen} screen */
const order = ({ name }) => ({ 'sign-in': 0, overview: 1 })[name] ?? 2

/**
 * @param {import('@playwright/test').Page} page
 * @param {string} url
 * @returns {Promise<Part[]>}
 */
async function fetchedBy(page, url) {
  /** @type {import('@playwright/test').Request[]} */
  const requests = []
  page.on('requestfinished', (request) => requests.push(request))
  await page.goto(url, { waitUntil: 'networkidle' })
  return Promise.all(requests.map(describe))
}

/** @param {import('@playwright/test').Request} request */
async function describe(request) {
  const response = await request.response()
  const type = (await response?.headerValue('content-type')) ?? ''
  const encoding = (await response?.headerValue('content-encoding')) ?? 'as it is'
  const { responseBodySize: bytes } = await request.sizes()
  return { path: new URL(request.url()).pathname, type, bytes, encoding }
}

/** @param {Part[]} parts */
export function scriptAndStyle(parts) {
  return parts.filter(({ type }) => /javascript|css/.test(type))
}

/** @param {Part[]} parts */
function totalBytes(parts) {
  return parts.reduce((sum, { bytes }) => sum + bytes, 0)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const weights = await measure()
  const signIn = weights.find(({ name }) => name === 'sign-in')
  print('Sign-in, file by file:')
  for (const part of signIn?.parts ?? []) {
    const note = scriptAndStyle([part]).length > 0 ? '' : ' (not counted)'
    print(`${kib(part.bytes).padStart(10)}  ${part.path} (${part.encoding})${note}`)
  }
  print('\nEach screen, beyond what is there already:')
  for (const { name, bytes, limit } of weights) {
    print(`${kib(bytes).padStart(10)}  ${name}${bytes > limit ? `: MORE than ${kib(limit)}` : ''}`)
  }
  const isLight = weights.length === screens.length && weights.every(({ bytes, limit }) => bytes <= limit)
  print(isLight ? '\nEvery limit is kept.' : '\nA limit is MISSED.')
  process.exitCode = isLight ? 0 : 1
}

async function measure() {
  const folder = await mkdtemp(join(tmpdir(), 'carillon-weight-'))
  try {
    const server = await startServer({
      DATA_DIR: join(folder, 'data'),
      PORT: String(await freePort()),
      CARILLON_ADMIN_EMAIL: owner.email,
      CARILLON_ADMIN_PASSWORD: owner.password,
    })
    try {
      const cookie = await signIn(server.url)
      const filled = await fillProject(callOf(server.url, cookie), (id) => callOf(server.url, cookie, id))
      const executablePath = await provideChromium(print)
      const browser = await chromium.launch({ executablePath, args: chromiumArgs })
      const weights = await weighScreens(browser, { url: server.url, cookie }, filled)
      await browser.close()
      await filled.close()
      return weights
    } finally {
      await server.kill()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** @param {string} url */
async function signIn(url) {
  const response = await fetch(`${url}/v1/console/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify(owner),
  })
  const [cookie = ''] = response.headers.getSetCookie()
  return cookie.split(';')[0] ?? ''
}

/**
 * @param {string} url
 * @param {string} cookie
 * @param {string} [projectId]
 * @returns {import('../e2e/filled-project.js').Call}
 */
function callOf(url, cookie, projectId) {
  return async (method, path, body) => {
    const isForm = body instanceof FormData
    const response = await fetch(`${url}/v1${path}`, {
      method,
      headers: {
        ...(!isForm && { 'content-type': 'application/json' }),
        cookie,
        origin: url,
        ...(projectId && { 'x-appwrite-project': projectId, 'x-appwrite-mode': 'admin' }),
      },
      ...(body && { body: isForm ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`)
    return text === '' ? undefined : JSON.parse(text)
  }
}

/** @param {number} bytes */
function kib(bytes) {
  return `${(bytes / 1024).toFixed(1)} KiB`
}

/** @param {string} line */
function print(line) {
  process.stdout.write(`${line}\n`)
}
