import { describe, expect, test } from 'vitest'
import { type ProviderKind, providerKind } from '../../../contract/provider-kind.ts'
import type { Provider } from '../../../contract/providers.ts'
import { fieldsOf, labelsOf } from './kind-words.ts'
import {
  changeSchema,
  draftSchema,
  emptyValues,
  missingIn,
  type ProviderValues,
  toChange,
  toCheck,
  toDraft,
  valuesOf,
} from './provider-form.ts'

const empty = (kind: ProviderKind) => emptyValues(kind, { name: 'Relay', isOn: false })

function problems(schema: ReturnType<typeof draftSchema>, values: ProviderValues) {
  const issues = schema.safeParse(values).error?.issues ?? []
  return Object.fromEntries(issues.map(({ path, message }) => [path.join('.'), message]))
}

const relay: Provider = {
  ...{ $id: 'relay', $createdAt: '', $updatedAt: '', name: 'Relay', enabled: true, isDefault: true },
  ...{ provider: 'smtp', type: 'email' },
  credentials: { host: 'mail', port: 2525, username: 'u', password: '••••1234' },
  options: {
    ...{ encryption: '', autoTLS: false, mailer: '' },
    ...{ fromName: '', fromEmail: 'a@example.org', replyToName: '', replyToEmail: '' },
  },
}

describe('a new provider', () => {
  test('begins with the defaults of its kind', () => {
    expect(empty('smtp')).toMatchObject({ port: '587', encryption: 'none', autoTLS: true, username: '' })
    expect(empty('mailgun')).toMatchObject({ isEuRegion: '', fromName: '' })
    expect(empty('inbox')).toMatchObject({ type: 'email', failureRate: '0', latencyMs: '0' })
  })

  test('sends nothing for what is empty, and lets the server choose the id', () => {
    const draft = toDraft('twilio', { ...empty('twilio'), accountSid: 'AC' })
    expect(draft).toEqual({ providerId: 'unique()', name: 'Relay', enabled: false, accountSid: 'AC' })
    expect(toDraft('twilio', { ...empty('twilio'), providerId: 'sms' }).providerId).toBe('sms')
    expect(toDraft('inbox', { ...empty('inbox'), failureRate: '12.5' }).failureRate).toBe(0.125)
  })

  test.each(providerKind.options)(
    'of the kind %s may lack all but its name, until it is to be on',
    (kind) => {
      const values = { ...empty(kind), host: 'mail' }
      const { host: _, ...without } = values
      const given = kind === 'smtp' ? values : without
      expect(problems(draftSchema(kind), given)).toEqual({})
      const lacking = problems(draftSchema(kind), { ...given, enabled: true })
      expect(Object.values(lacking).every((message) => message === 'is needed before it can be on')).toBe(
        true,
      )
      expect(Object.keys(lacking).length > 0).toBe(kind !== 'inbox')
    },
  )

  test('is told what is wrong, once a field, in words that follow its label', () => {
    const values = { ...empty('smtp'), name: '', port: 'x', host: 'http://mail', fromEmail: 'me' }
    expect(problems(draftSchema('smtp'), values)).toEqual({
      name: 'must not be empty',
      port: 'must be a whole number',
      host: 'begins "http://mail" with neither ssl:// nor tls:// nor the name',
      fromEmail: 'must be an e-mail address such as ada@example.org',
    })
    expect(problems(draftSchema('smtp'), empty('smtp'))).toEqual({ host: 'must not be empty' })
    for (const failureRate of ['101', '-1', 'many'])
      expect(problems(draftSchema('inbox'), { ...empty('inbox'), failureRate })).toEqual({
        failureRate: 'must be 0 to 100',
      })
    const json = { ...empty('fcm'), serviceAccountJSON: '{' }
    expect(problems(draftSchema('fcm'), json)).toEqual({
      serviceAccountJSON: 'must be a JSON object, or the text of one',
    })
  })
})

describe('a stored provider', () => {
  const stored = valuesOf(relay)

  test('is shown without its secrets', () => {
    expect(stored).toMatchObject({
      host: 'mail',
      port: '2525',
      password: '',
      encryption: 'none',
      autoTLS: false,
    })
    expect(toChange('smtp', stored, stored)).toEqual({})
  })

  test('sends only what differs, and a secret only where it is replaced', () => {
    const values = { ...stored, port: '25', password: 'new', autoTLS: true, name: 'Gate' }
    expect(toChange('smtp', values, stored)).toEqual({
      port: '25',
      password: 'new',
      autoTLS: true,
      name: 'Gate',
    })
  })

  test('cannot lose a text that it has', () => {
    expect(problems(changeSchema('smtp', stored), { ...stored, fromEmail: '', host: '' })).toEqual({
      fromEmail: 'must be an e-mail address such as ada@example.org',
      host: 'must not be empty',
    })
    expect(problems(changeSchema('smtp', stored), { ...stored, mailer: 'Bells' })).toEqual({})
  })

  test('tells what it lacks before it can be on', () => {
    expect(missingIn(relay)).toEqual([])
    expect(missingIn({ ...relay, options: { ...relay.options, fromEmail: '' } })).toEqual(['fromEmail'])
    expect(
      missingIn({ ...relay, provider: 'mailgun', credentials: { apiKey: '••••', domain: 'd' } }),
    ).toEqual(['isEuRegion'])
  })

  test('is tried out by its settings alone', () => {
    expect(toCheck('smtp', { ...stored, enabled: true, providerId: 'x', password: 'p' })).toEqual({
      provider: 'smtp',
      ...{ host: 'mail', port: '2525', username: 'u', password: 'p', encryption: 'none', autoTLS: false },
      fromEmail: 'a@example.org',
    })
  })
})

test.each(providerKind.options)('no two fields of the kind %s have one label', (kind) => {
  const labels = fieldsOf(kind).map(([, { label }]) => label)
  expect(new Set(labels).size).toBe(labels.length)
  expect(Object.keys(labelsOf(kind))).toEqual(expect.arrayContaining(fieldsOf(kind).map(([name]) => name)))
})
