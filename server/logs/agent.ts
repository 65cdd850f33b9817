// What a User-Agent tells, in Appwrite's fields. Codes and device names are those of Matomo's device detector, which the API has
// always shown; what it has no code for has none here.
import { UAParser } from 'ua-parser-js'
import type { Log } from '../../contract/logs.ts'

export type Agent = Pick<
  Log,
  | 'osCode'
  | 'osName'
  | 'osVersion'
  | 'clientType'
  | 'clientCode'
  | 'clientName'
  | 'clientVersion'
  | 'clientEngine'
  | 'clientEngineVersion'
  | 'deviceName'
  | 'deviceBrand'
  | 'deviceModel'
>

type Client = Pick<
  Agent,
  'clientType' | 'clientCode' | 'clientName' | 'clientVersion' | 'clientEngine' | 'clientEngineVersion'
>

/** A tenth of a millisecond each, and a list of thousands of entries has the same few again and again. */
const read = new Map<string, Agent>()
const mostRemembered = 200

export function readAgent(agent: string): Agent {
  const known = read.get(agent)
  if (known) return known
  if (read.size >= mostRemembered) read.clear()
  const fresh = parseAgent(agent)
  read.set(agent, fresh)
  return fresh
}

function parseAgent(agent: string): Agent {
  const { browser, engine, os, device } = UAParser(agent)
  const system = systems[(os.name ?? '').toLowerCase()] ?? { code: '', name: os.name ?? '' }
  const client = readSdk(agent) ?? {
    clientType: browser.name ? 'browser' : '',
    clientCode: browserCodes[browser.name ?? ''] ?? '',
    clientName: browser.name ?? '',
    clientVersion: browser.version ?? '',
    clientEngine: engine.name ?? '',
    clientEngineVersion: engine.version ?? '',
  }
  const deviceName = deviceNames[device.type ?? ''] ?? device.type ?? ''
  return {
    osCode: system.code,
    osName: system.name,
    osVersion: os.version ?? '',
    ...client,
    deviceName: deviceName || (client.clientType === 'browser' ? 'desktop' : ''),
    deviceBrand: device.vendor ?? '',
    deviceModel: device.model ?? '',
  }
}

/** `AppwriteNodeJSSDK/26.2.0 (linux; x64)`, as every official SDK calls itself; `AppwriteCLI/6.0.0 …` too. */
const sdk = /\bAppwrite([A-Za-z]+?)(?:SDK)?\/([0-9A-Za-z.+-]+)/

function readSdk(agent: string): Client | undefined {
  const [, language, version] = sdk.exec(agent) ?? []
  if (!language || !version) return undefined
  return {
    clientType: 'library',
    clientCode: '',
    clientName: sdkNames[language] ?? `Appwrite ${language}`,
    clientVersion: version,
    clientEngine: '',
    clientEngineVersion: '',
  }
}

const sdkNames: Readonly<Record<string, string>> = { NodeJS: 'node-appwrite' }

const systems: Readonly<Record<string, { code: string; name: string }>> = {
  android: { code: 'AND', name: 'Android' },
  'chrome os': { code: 'COS', name: 'Chrome OS' },
  'chromium os': { code: 'COS', name: 'Chrome OS' },
  // As Node.js calls them.
  darwin: { code: 'MAC', name: 'Mac' },
  debian: { code: 'DEB', name: 'Debian' },
  fedora: { code: 'FED', name: 'Fedora' },
  freebsd: { code: 'BSD', name: 'FreeBSD' },
  ios: { code: 'IOS', name: 'iOS' },
  linux: { code: 'LIN', name: 'GNU/Linux' },
  'mac os': { code: 'MAC', name: 'Mac' },
  ubuntu: { code: 'UBT', name: 'Ubuntu' },
  win32: { code: 'WIN', name: 'Windows' },
  windows: { code: 'WIN', name: 'Windows' },
}

const browserCodes: Readonly<Record<string, string>> = {
  Chrome: 'CH',
  'Chrome Headless': 'HC',
  'Chrome WebView': 'CV',
  Chromium: 'CR',
  Edge: 'PS',
  Firefox: 'FF',
  'Mobile Safari': 'MF',
  Opera: 'OP',
  Safari: 'SF',
  'Samsung Browser': 'SB',
  Vivaldi: 'VI',
}

const deviceNames: Readonly<Record<string, string>> = {
  mobile: 'smartphone',
  smarttv: 'tv',
}
