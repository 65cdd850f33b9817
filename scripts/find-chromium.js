// A Chromium for the browser tests: one that is named, one on this machine, or one that can be had by itself.
import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from '@playwright/test'
import { binary } from './build.js'

const root = fileURLToPath(new URL('..', import.meta.url))

/** The first is Chromium without a window, made for tests: a fifth faster, and what Playwright takes of its own download too. */
const commands = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'chrome',
]
const places = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/snap/bin/chromium',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
]

/** As root, Chromium's sandbox refuses to work. */
export const chromiumArgs = process.getuid?.() === 0 ? ['--no-sandbox'] : []

/** The path of a Chromium that is here already, by name only: nothing is started. */
export function installedChromium() {
  if (process.env.CHROMIUM_PATH) return process.env.CHROMIUM_PATH
  return [...onThePath(), ...places, chromium.executablePath()].find(isExecutable)
}

/**
 * The path of a Chromium that starts; installs one where there is none.
 * @param {(line: string) => void} say
 * @returns {Promise<string>} or an error that says which line installs one
 */
export async function provideChromium(say) {
  const named = process.env.CHROMIUM_PATH
  if (named) {
    const problem = await problemWith(named)
    if (problem) throw new Error(`CHROMIUM_PATH is ${named}, and that does not start: ${problem}`)
    return named
  }
  const here = new Set([...onThePath(), ...places, chromium.executablePath()].filter(isExecutable))
  for (const path of here) {
    const problem = await problemWith(path)
    if (!problem) return path
    say(`${path} does not start: ${problem}`)
  }
  const debian = isDebian()
  say("There is no Chromium on this machine: trying Playwright's own download.")
  if (downloaded() && !(await problemWith(chromium.executablePath()))) return chromium.executablePath()
  if (debian && process.getuid?.() === 0) {
    say('That did not work: installing the one of Debian.')
    if (installedByApt() && !(await problemWith('/usr/bin/chromium'))) return '/usr/bin/chromium'
  }
  const line = debian ? 'sudo apt-get install -y chromium' : 'npx playwright install --with-deps chromium'
  throw new Error(
    `The browser tests need a Chromium. This installs one:\n\n  ${line}\n\nOr give the path of one as CHROMIUM_PATH.`,
  )
}

function onThePath() {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
  return commands.flatMap((command) => folders.map((folder) => join(folder, command)))
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/**
 * A browser that is there may still lack a library.
 * @param {string} path
 */
async function problemWith(path) {
  try {
    const browser = await chromium.launch({ executablePath: path, args: chromiumArgs, timeout: 60_000 })
    await browser.close()
    return undefined
  } catch (error) {
    return (error instanceof Error ? error.message : String(error)).split('\n')[0]
  }
}

function downloaded() {
  return succeeds(process.execPath, [binary('@playwright/test', 'playwright'), 'install', 'chromium'], 5)
}

function isDebian() {
  return (
    existsSync('/etc/os-release') && /^ID(_LIKE)?=.*debian/m.test(readFileSync('/etc/os-release', 'utf8'))
  )
}

function installedByApt() {
  const packages = ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-liberation']
  return succeeds('apt-get', ['update'], 5) && succeeds('apt-get', packages, 10)
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {number} minutes after which it is given up
 */
function succeeds(command, args, minutes) {
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio: 'ignore',
    timeout: minutes * 60_000,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
  return status === 0
}
