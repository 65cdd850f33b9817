// What the sign-in page weighs: every byte of script and style as it is sent, everything that is fetched until the network is idle
// counted. Limit: 150 KiB.
//
// node bench/page-weight.js
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from '@playwright/test'
import { freePort, startServer } from '../e2e/process/server-process.js'
import { chromiumArgs, provideChromium } from '../scripts/find-chromium.js'

export const limitBytes = 150 * 1024

/** @typedef {{ path: string, type: string, bytes: number, encoding: string }} Part */

/**
 * Opens a page with nothing in the browser's cache; answers with all that was fetched.
 * @param {import('@playwright/test').Page} page
 * @param {string} url
 * @returns {Promise<Part[]>}
 */
export async function fetchedBy(page, url) {
  /** @type {Promise<Part>[]} */
  const parts = []
  page.on('requestfinished', (request) => parts.push(describe(request)))
  await page.goto(url, { waitUntil: 'networkidle' })
  return Promise.all(parts)
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
export function totalBytes(parts) {
  return parts.reduce((sum, { bytes }) => sum + bytes, 0)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const parts = await measure()
  const counted = scriptAndStyle(parts)
  for (const part of parts) {
    const note = counted.includes(part) ? '' : ' (not counted)'
    print(`${kib(part.bytes).padStart(10)}  ${part.path} (${part.encoding})${note}`)
  }
  const total = totalBytes(counted)
  const isLight = counted.length > 0 && total <= limitBytes
  print(
    `\n${kib(total)} of script and style; at most ${kib(limitBytes)} ${isLight ? 'is reached' : 'is MISSED'}.`,
  )
  process.exitCode = isLight ? 0 : 1
}

async function measure() {
  const folder = await mkdtemp(join(tmpdir(), 'carillon-weight-'))
  try {
    const server = await startServer({
      DATA_DIR: join(folder, 'data'),
      PORT: String(await freePort()),
      // With an administrator there is a sign-in page and no set-up.
      CARILLON_ADMIN_EMAIL: 'owner@example.org',
      CARILLON_ADMIN_PASSWORD: 'correct horse battery staple',
    })
    try {
      const executablePath = await provideChromium(print)
      const browser = await chromium.launch({ executablePath, args: chromiumArgs })
      const parts = await fetchedBy(await browser.newPage(), `${server.url}/sign-in`)
      await browser.close()
      return parts
    } finally {
      await server.kill()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
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
