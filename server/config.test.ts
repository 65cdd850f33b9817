import { describe, expect, test } from 'vitest'
import { ConfigurationError, readConfig } from './config.ts'

const secret = Buffer.alloc(32, 1).toString('base64')
const older = Buffer.alloc(32, 2).toString('base64')

test('nothing needs to be said', () => {
  expect(readConfig({})).toMatchObject({
    host: '127.0.0.1',
    port: 4400,
    listens: true,
    publicUrl: 'http://127.0.0.1:4400',
    database: { dataDir: `${process.cwd()}/data` },
    role: 'all',
    providerOrigins: {},
    providerNetworks: { loopback: true, private: true, listed: [] },
    trustedProxies: [],
    inboxSmtpPort: 4425,
    logLevel: 'info',
  })
})

test('an empty variable counts as none', () => {
  const variables = { PORT: '', DATABASE_URL: '', CARILLON_SECRET: '', TRUSTED_PROXIES: '' }
  expect(readConfig(variables)).toEqual(readConfig({}))
})

test('what is said is read', () => {
  const config = readConfig({
    PUBLIC_URL: 'https://bells.example.org//',
    DATABASE_URL: 'postgres://bells@localhost/bells',
    ROLE: 'worker',
    CARILLON_SECRET: `${secret}, ${older}`,
    CARILLON_PROVIDER_ORIGINS: '{"twilio":"http://127.0.0.1:9001","apns":"https://push.example.org"}',
    CARILLON_PROVIDER_NETWORKS: 'public, 10.1.0.0/16',
    TRUSTED_PROXIES: 'loopback, 203.0.113.7,2001:db8::/32',
    INBOX_SMTP_PORT: '0',
  })
  expect(config).toMatchObject({
    publicUrl: 'https://bells.example.org',
    database: { url: 'postgres://bells@localhost/bells' },
    listens: false,
    secrets: [Buffer.alloc(32, 1), Buffer.alloc(32, 2)],
    providerOrigins: { twilio: 'http://127.0.0.1:9001', apns: 'https://push.example.org' },
    providerNetworks: { loopback: false, private: false },
    trustedProxies: ['127.0.0.0/8', '::1/128', '203.0.113.7', '2001:db8::/32'],
    inboxSmtpPort: 0,
  })
  expect(
    readConfig({ ROLE: 'worker', DATABASE_URL: 'postgres://x', CARILLON_SECRET: secret, PORT: '80' }).listens,
  ).toBe(true)
})

describe('a wrong value stops the start, and is named:', () => {
  test.each([
    ['PORT', '0'],
    ['PORT', '65536'],
    ['PORT', 'http'],
    ['PUBLIC_URL', 'bells.example.org'],
    ['PUBLIC_URL', 'ftp://bells.example.org'],
    ['DATABASE_URL', 'mysql://localhost/bells'],
    ['ROLE', 'scheduler'],
    ['CARILLON_SECRET', 'secret'],
    ['CARILLON_SECRET', `${secret},`],
    ['CARILLON_ADMIN_EMAIL', 'owner'],
    ['CARILLON_ADMIN_PASSWORD', '1234567'],
    ['CARILLON_PROJECT_ID', '.'],
    ['CARILLON_API_KEY', 'short'],
    ['CARILLON_PROVIDER_ORIGINS', 'twilio=http://127.0.0.1:9001'],
    ['CARILLON_PROVIDER_ORIGINS', '{"twillio":"http://127.0.0.1:9001"}'],
    ['CARILLON_PROVIDER_ORIGINS', '{"smtp":"http://127.0.0.1:9001"}'],
    ['CARILLON_PROVIDER_ORIGINS', '{"twilio":"127.0.0.1:9001"}'],
    ['CARILLON_PROVIDER_ORIGINS', '{"twilio":"ftp://127.0.0.1"}'],
    ['CARILLON_PROVIDER_ORIGINS', '{"twilio":"http://127.0.0.1:9001/2010-04-01"}'],
    ['CARILLON_PROVIDER_ORIGINS', '{"twilio":"http://ann:secret@127.0.0.1:9001"}'],
    ['CARILLON_PROVIDER_NETWORKS', 'intranet'],
    ['TRUSTED_PROXIES', 'everybody'],
    ['TRUSTED_PROXIES', '10.0.0.0/33'],
    ['INBOX_SMTP_PORT', '-1'],
    ['LOG_LEVEL', 'verbose'],
  ])('%s=%s', (name, value) => {
    expect(() => readConfig({ [name]: value })).toThrow(ConfigurationError)
    expect(() => readConfig({ [name]: value })).toThrow(new RegExp(`^  ${name}`, 'm'))
  })

  test.each([
    ['CARILLON_SECRET', { DATABASE_URL: 'postgres://localhost/bells' }],
    ['DATABASE_URL', { ROLE: 'api' }],
    ['CARILLON_ADMIN_PASSWORD', { CARILLON_ADMIN_EMAIL: 'owner@example.org' }],
    ['CARILLON_PROJECT_ID', { CARILLON_API_KEY: 'a key of sixteen characters' }],
  ])('%s where it is missing beside %j', (name, variables) => {
    expect(() => readConfig(variables)).toThrow(new RegExp(`^  ${name} is needed`, 'm'))
  })
})

test('an address of our own that is IPv6 stands in brackets', () => {
  expect(readConfig({ HOST: '::1', PORT: '80' }).publicUrl).toBe('http://[::1]:80')
})

test('every wrong variable is named at once, and no secret is said', () => {
  const wrong = {
    PORT: 'x',
    CARILLON_SECRET: 'canary',
    CARILLON_ADMIN_PASSWORD: 'canary',
    CARILLON_API_KEY: 'canary',
  }
  const lines = Object.keys(wrong).map((name) => expect.stringMatching(`^  ${name} `))
  let said = ''
  try {
    readConfig(wrong)
  } catch (error) {
    said = String(error)
  }
  expect(said.split('\n').slice(1)).toEqual(lines)
  expect(said).not.toContain('canary')
})
