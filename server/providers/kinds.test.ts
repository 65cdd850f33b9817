// Each kind of provider as the published API has it: what it takes, where that goes, what it needs to be on, what it hides.
import { beforeAll, describe, expect, test } from 'vitest'
import type { ProviderKind } from '../../contract/provider-kind.ts'
import { providerKinds } from '../../contract/provider-kinds.ts'
import { type Answer, aServer, type TestServer } from '../testing/app.ts'
import { databases } from '../testing/database.ts'
import { aProject, type TestProject } from '../testing/project.ts'

type Facts = {
  readonly type: 'email' | 'sms' | 'push'
  /** Everything that the kind takes. */
  readonly full: Readonly<Record<string, unknown>>
  readonly credentials: Readonly<Record<string, unknown>>
  readonly options: Readonly<Record<string, unknown>>
  /** What one that was made with nothing but a name (and what is required) has. */
  readonly bare?: { required?: object; credentials?: object; options?: object }
  readonly needed: readonly string[]
  /** Credentials as those see them who may not see secrets. */
  readonly masked: Readonly<Record<string, unknown>>
}

const sender = {
  fromName: 'News',
  fromEmail: 'news@example.org',
  replyToName: 'Desk',
  replyToEmail: 'desk@example.org',
}
const noSender = { fromName: '', fromEmail: '', replyToName: '', replyToEmail: '' }
const account = {
  type: 'service_account',
  project_id: 'bells',
  private_key_id: 'f00d',
  private_key: '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQE\n-----END PRIVATE KEY-----\n',
  client_email: 'push@bells.iam.gserviceaccount.com',
  nested: { deep: 'also a secret' },
}

const table: Readonly<Record<Exclude<ProviderKind, 'inbox'>, Facts>> = {
  apns: {
    type: 'push',
    full: {
      authKey: '-----BEGIN PRIVATE KEY-----\nMIGTAgEAMBMGByqGSM49\n-----END PRIVATE KEY-----',
      authKeyId: 'ABC123DEFG',
      teamId: 'TEAM123456',
      bundleId: 'org.example.bells',
      sandbox: true,
    },
    credentials: {
      authKey: '-----BEGIN PRIVATE KEY-----\nMIGTAgEAMBMGByqGSM49\n-----END PRIVATE KEY-----',
      authKeyId: 'ABC123DEFG',
      teamId: 'TEAM123456',
      bundleId: 'org.example.bells',
    },
    options: { sandbox: true },
    bare: { options: { sandbox: false } },
    needed: ['authKey', 'authKeyId', 'teamId', 'bundleId'],
    masked: {
      authKey: '••••SM49',
      authKeyId: 'ABC123DEFG',
      teamId: 'TEAM123456',
      bundleId: 'org.example.bells',
    },
  },
  fcm: {
    type: 'push',
    full: { serviceAccountJSON: account },
    credentials: { serviceAccountJSON: account },
    options: {},
    needed: ['serviceAccountJSON'],
    masked: {
      serviceAccountJSON: { ...account, private_key: '••••BAQE', nested: '••••' },
    },
  },
  mailgun: {
    type: 'email',
    full: { apiKey: 'key-0123456789', domain: 'mg.example.org', isEuRegion: false, ...sender },
    credentials: { apiKey: 'key-0123456789', domain: 'mg.example.org', isEuRegion: false },
    options: sender,
    bare: { options: noSender },
    needed: ['fromEmail', 'isEuRegion', 'apiKey', 'domain'],
    masked: { apiKey: '••••6789', domain: 'mg.example.org', isEuRegion: false },
  },
  msg91: {
    type: 'sms',
    full: { templateId: 'tpl', senderId: 'BELLS', authKey: 'auth-0123456789' },
    credentials: { templateId: 'tpl', senderId: 'BELLS', authKey: 'auth-0123456789' },
    options: {},
    needed: ['templateId', 'senderId', 'authKey'],
    masked: { templateId: 'tpl', senderId: 'BELLS', authKey: '••••6789' },
  },
  resend: {
    type: 'email',
    full: { apiKey: 're_0123456789', ...sender },
    credentials: { apiKey: 're_0123456789' },
    options: sender,
    bare: { options: noSender },
    needed: ['fromEmail', 'apiKey'],
    masked: { apiKey: '••••6789' },
  },
  sendgrid: {
    type: 'email',
    full: { apiKey: 'SG.0123456789', ...sender },
    credentials: { apiKey: 'SG.0123456789' },
    options: sender,
    bare: { options: noSender },
    needed: ['fromEmail', 'apiKey'],
    masked: { apiKey: '••••6789' },
  },
  ses: {
    type: 'email',
    full: { accessKey: 'AKIA', secretKey: 'shh-0123456789', region: 'eu-central-1', ...sender },
    credentials: { accessKey: 'AKIA', secretKey: 'shh-0123456789', region: 'eu-central-1' },
    options: sender,
    bare: { options: noSender },
    needed: ['fromEmail', 'accessKey', 'secretKey', 'region'],
    masked: { accessKey: 'AKIA', secretKey: '••••6789', region: 'eu-central-1' },
  },
  smtp: {
    type: 'email',
    full: {
      host: 'ssl://a:465;b',
      port: 2525,
      username: 'carillon',
      password: 'pass-0123456789',
      encryption: 'tls',
      autoTLS: false,
      mailer: 'Bells',
      ...sender,
    },
    credentials: { host: 'ssl://a:465;b', port: 2525, username: 'carillon', password: 'pass-0123456789' },
    options: { encryption: 'tls', autoTLS: false, mailer: 'Bells', ...sender },
    bare: {
      required: { host: 'mail' },
      credentials: { host: 'mail', port: 587, username: '', password: '' },
      options: { encryption: '', autoTLS: true, mailer: '', ...noSender },
    },
    needed: ['fromEmail'],
    masked: { host: 'ssl://a:465;b', port: 2525, username: 'carillon', password: '••••6789' },
  },
  telesign: {
    type: 'sms',
    full: { customerId: 'CUST', apiKey: 'key-0123456789', from: '+123456789' },
    credentials: { customerId: 'CUST', apiKey: 'key-0123456789' },
    options: { from: '+123456789' },
    needed: ['customerId', 'apiKey', 'from'],
    masked: { customerId: 'CUST', apiKey: '••••6789' },
  },
  textmagic: {
    type: 'sms',
    full: { username: 'ringer', apiKey: 'key-0123456789', from: '+447700900123' },
    credentials: { username: 'ringer', apiKey: 'key-0123456789' },
    options: { from: '+447700900123' },
    needed: ['username', 'apiKey', 'from'],
    masked: { username: 'ringer', apiKey: '••••6789' },
  },
  twilio: {
    type: 'sms',
    full: { accountSid: 'AC1', authToken: 'tok-0123456789', from: '+14155550123' },
    credentials: { accountSid: 'AC1', authToken: 'tok-0123456789' },
    options: { from: '+14155550123' },
    needed: ['accountSid', 'authToken', 'from'],
    masked: { accountSid: 'AC1', authToken: '••••6789' },
  },
  vonage: {
    type: 'sms',
    full: { apiKey: 'abcd1234', apiSecret: 'shh-0123456789', from: '+4915112345678' },
    credentials: { apiKey: 'abcd1234', apiSecret: 'shh-0123456789' },
    options: { from: '+4915112345678' },
    needed: ['apiKey', 'apiSecret', 'from'],
    masked: { apiKey: '••••', apiSecret: '••••6789' },
  },
}

const kinds = Object.entries(table) as [Exclude<ProviderKind, 'inbox'>, Facts][]
const emailKinds = kinds.filter(([, { type }]) => type === 'email').map(([kind]) => kind)
const numberKinds = kinds.filter(([, { needed }]) => needed.includes('from')).map(([kind]) => kind)

const without = (values: object, ...fields: readonly string[]) =>
  Object.fromEntries(Object.entries(values).filter(([field]) => !fields.includes(field)))

test('the table has every kind but the test provider, with every setting', () => {
  const { inbox: _, ...others } = providerKinds
  const settings = Object.entries(others).map(([kind, facts]) => [kind, Object.keys(facts.settings).sort()])
  const tested = kinds.map(([kind, { full }]) => [kind, Object.keys(full).sort()])
  expect(Object.fromEntries(tested)).toEqual(Object.fromEntries(settings))
})

describe.each(databases)('kinds of providers on $engine', ({ aDatabase }) => {
  let server: TestServer
  beforeAll(async () => {
    server = await aServer({ database: await aDatabase() })
  })

  const path = (kind: string, id = '') => `/messaging/providers/${kind}${id && `/${id}`}`

  function create({ call }: TestProject, kind: string, body: object, more: object = {}): Promise<Answer> {
    return call('POST', path(kind), { body: { providerId: 'p', name: 'P', ...body }, ...more })
  }

  function change({ call }: TestProject, kind: string, body: object, more: object = {}): Promise<Answer> {
    return call('PATCH', path(kind, 'p'), { body, ...more })
  }

  describe.each(kinds)('%s', (kind, facts) => {
    test('keeps what it is given as credentials or as options, and ignores the rest', async () => {
      const project = await aProject(server)
      const made = await create(project, kind, { ...facts.full, security: 'x', nonsense: { a: 1 } })
      expect(made).toMatchObject({ status: 201, body: { provider: kind, type: facts.type, enabled: false } })
      expect(made.body.credentials).toEqual(facts.credentials)
      expect(made.body.options).toEqual(facts.options)
      expect((await project.call('GET', path('p'))).body).toEqual(made.body)
      expect((await project.call('GET', path(''))).body.providers).toEqual([made.body])
    })

    test('with nothing given has its defaults', async () => {
      const project = await aProject(server)
      const { required = {}, credentials = {}, options = {} } = facts.bare ?? {}
      const nulls = Object.fromEntries(Object.keys(without(facts.full, 'host')).map((field) => [field, null]))
      const made = await create(project, kind, { ...nulls, ...required, enabled: null })
      expect(made).toMatchObject({ status: 201, body: { enabled: false } })
      expect([made.body.credentials, made.body.options]).toEqual([credentials, options])
    })

    test('is on from the start only when that is asked for and nothing is missing', async () => {
      const project = await aProject(server)
      const isOn = async (body: object) =>
        (await create(project, kind, { providerId: 'unique()', ...body })).body.enabled
      expect(await isOn({ ...facts.full, enabled: true })).toBe(true)
      expect(await isOn(facts.full)).toBe(false)
      for (const field of facts.needed)
        expect([field, await isOn({ ...without(facts.full, field), enabled: true })]).toEqual([field, false])
    })

    test('is switched on by a change only when nothing is missing, and nothing changes otherwise', async () => {
      for (const field of facts.needed) {
        const project = await aProject(server)
        const { body: before } = await create(project, kind, without(facts.full, field))
        const refused = await change(project, kind, { enabled: true, name: 'On' })
        expect(refused).toMatchObject({ status: 400, body: { type: 'provider_missing_credentials' } })
        expect(refused.body.params).toEqual([{ path: field, message: expect.any(String) }])
        expect((await project.call('GET', path('p'))).body).toEqual(before)
        const done = await change(project, kind, { enabled: true, [field]: facts.full[field] })
        expect(done).toMatchObject({ status: 200, body: { enabled: true } })
        expect((await change(project, kind, { enabled: false })).body.enabled).toBe(false)
      }
    })

    test('changes field by field; null and an empty change leave everything, "" is refused', async () => {
      const project = await aProject(server)
      const { body: before } = await create(project, kind, { ...facts.full, enabled: true })
      const nulls = Object.fromEntries(Object.keys(facts.full).map((field) => [field, null]))
      for (const body of [{}, { name: null, enabled: null, ...nulls }]) {
        const { body: same } = await change(project, kind, body)
        expect(same).toEqual({ ...before, $updatedAt: same.$updatedAt })
      }
      for (const [field, value] of Object.entries(facts.full)) {
        const { body } = await change(project, kind, { [field]: value })
        expect([body.credentials, body.options]).toEqual([facts.credentials, facts.options])
        if (typeof value !== 'string') continue
        const refused = await change(project, kind, { [field]: '' })
        expect(refused).toMatchObject({ status: 400, body: { type: 'general_argument_invalid' } })
        expect(refused.body.params).toMatchObject([{ path: field }])
      }
    })

    test('hides its secrets from whoever may not see them, and takes their masks for "leave"', async () => {
      const project = await aProject(server)
      const { body: before } = await create(project, kind, { ...facts.full, enabled: true })
      const headers = await project.keyWith(['providers.read', 'providers.write'])
      const shown = await project.call('GET', path('p'), { headers })
      expect(shown.body.credentials).toEqual(facts.masked)

      const { $updatedAt, ...same } = (await change(project, kind, shown.body.credentials)).body
      expect(same).toEqual(without(before, '$updatedAt'))
      const copied = { ...facts.full, ...shown.body.credentials, providerId: 'copy' }
      expect(await create(project, kind, copied, { headers })).toMatchObject({
        status: 400,
        body: { type: 'general_argument_invalid' },
      })
      const made = await create(project, kind, { ...facts.full, providerId: 'q' }, { headers })
      expect(made.body.credentials).toEqual(facts.masked)
      expect((await change(project, kind, { name: 'R' }, { headers })).body.credentials).toEqual(facts.masked)
      const { body: list } = await project.call('GET', path(''), { headers })
      for (const one of list.providers) expect(one.credentials).toEqual(facts.masked)
    })

    test('is changed by its own route only, which tells first that there is no such provider', async () => {
      const project = await aProject(server)
      expect(await change(project, kind, { enabled: true })).toMatchObject({
        status: 404,
        body: { type: 'provider_not_found' },
      })
      await project.call('POST', path('inbox'), { body: { providerId: 'p', name: 'P', type: facts.type } })
      expect(await change(project, kind, { enabled: true })).toMatchObject({
        status: 400,
        body: { type: 'provider_incorrect_type' },
      })
    })

    test('has its history, and is gone when it is deleted', async () => {
      const project = await aProject(server)
      await create(project, kind, facts.full)
      await change(project, kind, { name: 'Renamed' })
      const { body, text } = await project.call('GET', path('p', 'logs'))
      expect(body.logs.map((log: Answer['body']) => log.event)).toEqual([
        'provider.update',
        'provider.create',
      ])
      expect(text).not.toMatch(/0123456789|PRIVATE/)
      expect((await project.call('DELETE', path('p'))).status).toBe(204)
      expect((await project.call('GET', path('p', 'logs'))).status).toBe(404)
    })
  })

  test.each(emailKinds)('Q6: %s takes as replyToEmail of a change only an e-mail address', async (kind) => {
    const project = await aProject(server)
    await create(project, kind, table[kind].full)
    expect(await change(project, kind, { replyToEmail: 'nobody' })).toMatchObject({
      status: 400,
      body: { params: [{ path: 'replyToEmail' }] },
    })
    const changed = await change(project, kind, { replyToEmail: 'somebody@example.org' })
    expect(changed.body.options.replyToEmail).toBe('somebody@example.org')
  })

  test.each(emailKinds)('Q7: %s cannot be switched on by a change without a sender', async (kind) => {
    const project = await aProject(server)
    await create(project, kind, without(table[kind].full, 'fromEmail'))
    expect(await change(project, kind, { enabled: true })).toMatchObject({
      status: 400,
      body: { type: 'provider_missing_credentials', params: [{ path: 'fromEmail' }] },
    })
  })

  test('Q8: the bundle of an APNs provider can be changed', async () => {
    const project = await aProject(server)
    await create(project, 'apns', table.apns.full)
    const { body } = await change(project, 'apns', { bundleId: 'org.example.other' })
    expect(body.credentials).toEqual({ ...table.apns.credentials, bundleId: 'org.example.other' })
    expect((await project.call('GET', path('p'))).body.credentials.bundleId).toBe('org.example.other')
  })

  test.each(numberKinds)(
    '%s begins with a number as its sender, which a change may make a word',
    async (kind) => {
      const project = await aProject(server)
      const { full } = table[kind]
      for (const from of [
        '',
        'Bells',
        '123456789',
        '+0123456789',
        '+123456',
        '+1234567890123456',
        '+999123456789',
      ])
        expect([from, (await create(project, kind, { ...full, from })).status]).toEqual([from, 400])
      expect((await create(project, kind, full)).status).toBe(201)
      expect((await change(project, kind, { from: 'Bells' })).body.options).toEqual({ from: 'Bells' })
      expect((await change(project, kind, { from: '' })).status).toBe(400)
      expect((await change(project, kind, { from: 'x'.repeat(257) })).status).toBe(400)
    },
  )

  test('a service account is taken as an object or as its text, and kept where only its masks come back', async () => {
    const project = await aProject(server)
    const made = await create(project, 'fcm', { serviceAccountJSON: JSON.stringify(account) })
    expect(made.body.credentials).toEqual({ serviceAccountJSON: account })
    for (const wrong of ['', 'nothing', '[1]', '"text"', 7, [], true]) {
      const refused = await change(project, 'fcm', { serviceAccountJSON: wrong })
      expect([wrong, refused.status, refused.body.params?.[0]?.path]).toEqual([
        wrong,
        400,
        'serviceAccountJSON',
      ])
    }
    const part = { ...account, project_id: 'other', private_key: '••••AQE', nested: '••••', unknown: '••••' }
    const { body } = await change(project, 'fcm', { serviceAccountJSON: part })
    expect(body.credentials.serviceAccountJSON).toEqual({ ...account, project_id: 'other' })
    const whole = await change(project, 'fcm', { serviceAccountJSON: '••••' })
    expect(whole.body.credentials).toEqual(body.credentials)
    expect((await change(project, 'fcm', { serviceAccountJSON: {} })).body.credentials).toEqual({
      serviceAccountJSON: {},
    })
    expect((await change(project, 'fcm', { enabled: true })).body.type).toBe('provider_missing_credentials')
  })

  test.each([
    ['http://mail.example.org', 'neither ssl:// nor tls://'],
    ['mail.example.org:0', '1 to 65535'],
    ['mail.example.org:65536', '1 to 65535'],
    ['mail.example.org:', '1 to 65535'],
    ['a; mail.example.org:smtp', '1 to 65535'],
    ['mail example.org', 'no host name'],
    ['mail/../x', 'no host name'],
    ['user@mail.example.org', 'no host name'],
    ['-a.example.org', 'no host name'],
    ['a..example.org', 'no host name'],
    ['[::1', 'no host name'],
    [`${'a'.repeat(64)}.example.org`, 'no host name'],
    [' ; ', 'must name a host'],
    [Array(11).fill('a').join(';'), 'at most 10'],
  ])('the host %j is refused when it is saved, by name', async (host, reason) => {
    const project = await aProject(server)
    const refused = await create(project, 'smtp', { host })
    expect(refused).toMatchObject({ status: 400, body: { type: 'general_argument_invalid' } })
    expect(refused.body.params).toEqual([{ path: 'host', message: expect.stringContaining(reason) }])
    await create(project, 'smtp', { host: 'mail' })
    expect((await change(project, 'smtp', { host })).status).toBe(400)
  })

  test.each([
    'mail.example.org',
    'mail.example.org.:25;ssl://b:465 ; tls://c;',
    '127.0.0.1',
    '[::1]:2525',
    'fd12::1',
    'bücher.example',
    'my_relay',
    '0x7f.1',
  ])('the host %j is taken', async (host) => {
    const project = await aProject(server)
    expect((await create(project, 'smtp', { host })).body.credentials.host).toBe(host)
  })
})
