import { generateKeyPairSync } from 'node:crypto'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { canSend, providerKind } from '../../contract/provider-kind.ts'
import { type Answer, aServer, type TestServer } from '../testing/app.ts'
import { databases } from '../testing/database.ts'
import { aProject, type TestProject, tally } from '../testing/project.ts'
import { startSmtpSink } from '../testing/smtp-sink.js'

describe.each(databases)('trying a provider out on $engine', ({ aDatabase }) => {
  let server: TestServer
  beforeAll(async () => {
    server = await aServer({ database: await aDatabase() })
  })

  async function aSink(options: Parameters<typeof startSmtpSink>[0]) {
    const sink = await startSmtpSink(options)
    onTestFinished(sink.close)
    return sink
  }

  const auth = { user: 'carillon', password: 'open sesame 1234' }
  const login = { username: auth.user, password: auth.password }

  function check({ call }: TestProject, body: object, headers: Record<string, string> = {}): Promise<Answer> {
    return call('POST', '/messaging/providers/check', { body, headers })
  }

  test('SMTP settings that are not saved are tried out by connecting and signing in, and nothing is sent', async () => {
    const project = await aProject(server)
    const sink = await aSink({ auth })
    const host = `127.0.0.1:${sink.port}`
    const good = await check(project, {
      provider: 'smtp',
      host,
      ...login,
      name: 'Relay',
      enabled: true,
      fromName: '',
    })
    expect(good).toMatchObject({ status: 200, body: { ok: true } })
    expect(good.body.checkedAt).toMatch(/^\d{4}-.*\+00:00$/)
    expect(good.body.detail).toContain(`${host} works (not encrypted, signed in)`)

    const wrong = await check(project, { provider: 'smtp', host, ...login, password: 'open barley 1234' })
    expect(wrong.body).toMatchObject({
      ok: false,
      detail: `${host} refused the user name and password (535).`,
    })
    const strict = await check(project, { provider: 'smtp', host, ...login, encryption: 'tls' })
    expect(strict.body).toMatchObject({ ok: false, detail: expect.stringContaining('STARTTLS') })
    expect(sink.transactions).toEqual([])
    expect((await project.call('GET', '/messaging/providers')).body.total).toBe(0)
  })

  test('each of several hosts is told about, and one that works is enough', async () => {
    const project = await aProject(server)
    const sink = await aSink({})
    const host = `127.0.0.1:1;127.0.0.1:${sink.port}`
    const { body } = await check(project, { provider: 'smtp', host })
    expect(body.ok).toBe(true)
    expect(body.detail).toContain('127.0.0.1:1 refused the connection.')
    expect(body.detail).toContain(`127.0.0.1:${sink.port} works`)
  })

  test('a stored provider stands in for what is left out, its secrets too', async () => {
    const project = await aProject(server)
    const sink = await aSink({ auth })
    const host = `127.0.0.1:${sink.port}`
    await project.call('POST', '/messaging/providers/smtp', {
      body: { providerId: 'relay', name: 'Relay', host, ...login },
    })
    const stored = { provider: 'smtp', providerId: 'relay' }
    expect((await check(project, stored)).body).toMatchObject({ ok: true })
    expect((await check(project, { ...stored, password: '••••1234' })).body).toMatchObject({ ok: true })
    expect((await check(project, { ...stored, password: '' })).body).toMatchObject({ ok: true })
    expect((await check(project, { ...stored, password: 'another' })).body).toMatchObject({ ok: false })
    expect((await check(project, { ...stored, port: 1, host: '127.0.0.1' })).body).toMatchObject({
      ok: false,
    })
    const { body } = await project.call('GET', '/messaging/providers/relay/logs')
    expect(body.total).toBe(1)
  })

  test('what is missing, unknown or of another kind is refused', async () => {
    const project = await aProject(server)
    const other = await aProject(server)
    await other.call('POST', '/messaging/providers/smtp', {
      body: { providerId: 'theirs', name: 'T', host: 'mail' },
    })
    await project.call('POST', '/messaging/providers/inbox', {
      body: { providerId: 'caught', name: 'Test', type: 'sms' },
    })
    const refusals: [object, number, string, string?][] = [
      [{}, 400, 'general_argument_invalid', 'provider'],
      [{ provider: 'pigeon' }, 400, 'general_argument_invalid', 'provider'],
      [{ provider: 'smtp' }, 400, 'provider_missing_credentials', 'host'],
      [{ provider: 'twilio', accountSid: 'AC' }, 400, 'provider_missing_credentials', 'authToken'],
      [{ provider: 'smtp', host: 'http://x' }, 400, 'general_argument_invalid', 'host'],
      [{ provider: 'smtp', providerId: 'theirs' }, 404, 'provider_not_found'],
      [{ provider: 'smtp', providerId: 'caught' }, 400, 'provider_incorrect_type'],
    ]
    for (const [body, status, type, path] of refusals) {
      const answer = await check(project, body)
      expect([body, answer.status, answer.body.type]).toEqual([body, status, type])
      if (path) expect(answer.body.params).toMatchObject([{ path }])
    }
    for (const role of ['viewer', 'author', 'editor'] as const)
      expect((await check(project, { provider: 'inbox' }, await project.signedIn(role))).status).toBe(401)
    expect((await check(project, { provider: 'inbox' }, await project.signedIn('owner'))).status).toBe(200)
  })

  test('a test provider always works', async () => {
    const project = await aProject(server)
    expect((await check(project, { provider: 'inbox' })).body).toMatchObject({
      ok: true,
      detail: expect.stringContaining('reaches nobody'),
    })
  })

  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
    type: 'pkcs8',
    format: 'pem',
  })
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({
    type: 'pkcs8',
    format: 'pem',
  })
  const apns = { authKeyId: 'ABC123DEFG', teamId: 'TEAM123456', bundleId: 'org.example.bells' }
  const account = {
    type: 'service_account',
    project_id: 'bells',
    client_email: 'p@bells.example',
    private_key: rsa,
  }
  const twilio = { accountSid: `AC${'0'.repeat(32)}`, authToken: 't' }
  const ses = { accessKey: 'A', secretKey: 's', region: 'eu-central-1' }
  const mailgun = { apiKey: 'k', domain: 'mg.example.org', isEuRegion: true }

  const complete: Readonly<Record<string, object>> = {
    apns: { ...apns, authKey: String(ec).replaceAll('\n', '\\n') },
    fcm: { serviceAccountJSON: account },
    mailgun,
    msg91: { templateId: 't', senderId: 's', authKey: 'k' },
    resend: { apiKey: 'k' },
    sendgrid: { apiKey: 'k' },
    ses,
    telesign: { customerId: 'c', apiKey: 'k' },
    textmagic: { username: 'u', apiKey: 'k' },
    twilio,
    vonage: { apiKey: 'k', apiSecret: 's' },
  }

  test('of a kind that cannot be reached yet that is said, and no more is claimed', async () => {
    const project = await aProject(server)
    for (const kind of providerKind.options.filter((one) => !canSend(one))) {
      const { body } = await check(project, { provider: kind, ...complete[kind] })
      expect([kind, body.ok]).toEqual([kind, false])
      expect(body.detail).toMatch(/^Nothing is missing, but Carillon cannot connect to/)
    }
  })

  test.each([
    ['apns', { ...apns, authKey: 'no key' }, 'no private key'],
    ['apns', { ...apns, authKey: rsa }, 'another sort'],
    ['apns', { ...apns, authKey: ec, teamId: 'short' }, 'team ID'],
    ['apns', { ...apns, authKey: ec, authKeyId: 'abc' }, 'key ID'],
    ['apns', { ...apns, authKey: ec, bundleId: 'a b' }, 'bundle ID'],
    ['fcm', { serviceAccountJSON: { type: 'authorized_user' } }, 'not that of a service account'],
    [
      'fcm',
      { serviceAccountJSON: { type: 'service_account' } },
      'lacks project_id, client_email, private_key',
    ],
    ['fcm', { serviceAccountJSON: { ...account, private_key: 'x' } }, 'no RSA key'],
    ['mailgun', { ...mailgun, domain: 'a/b' }, 'no domain name'],
    ['ses', { ...ses, region: 'evil.example/#' }, 'not written as in eu-central-1'],
    ['twilio', { ...twilio, accountSid: '../..' }, 'begins with AC'],
  ])('%s settings that cannot be right are told apart: %#', async (provider, settings, words) => {
    const project = await aProject(server)
    const { body } = await check(project, { provider, ...settings })
    expect(body).toMatchObject({ ok: false, detail: expect.stringContaining(words) })
  })

  test('a project cannot have many checks under way at once', async () => {
    const project = await aProject(server)
    const sink = await aSink({ script: [{ on: 'connect', delayMs: 1_000 }] })
    const body = { provider: 'smtp', host: `127.0.0.1:${sink.port}` }
    const answers = await Promise.all(Array.from({ length: 6 }, () => check(project, body)))
    expect(tally(answers)).toEqual({ 200: 4, 429: 2 })
    expect((await check(project, body)).body.ok).toBe(true)
  })
})
