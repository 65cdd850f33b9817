// What can be said against credentials without asking anybody: a key that is none, an id of another form. It is said when they are
// tried out, and never keeps them from being saved: what a service hands out may change its form.
import type { ProviderKind } from '../../contract/provider-kind.ts'
import { readPrivateKey } from '../channels/private-key.ts'
import type { Values } from './settings.ts'

/** Sentences, none where nothing is wrong that can be seen from here. */
export function doubtsAbout(kind: ProviderKind, credentials: Values): string[] {
  return tests[kind].flatMap((test) => test(credentials) ?? [])
}

type Test = (credentials: Values) => string | undefined

function hasForm(field: string, form: RegExp, sentence: string): Test {
  return (credentials) => (form.test(textOf(credentials[field])) ? undefined : sentence)
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

const tests: Readonly<Record<ProviderKind, readonly Test[]>> = {
  apns: [
    hasForm('authKeyId', /^[A-Z0-9]{10}$/, 'The key ID has ten capital letters and digits.'),
    hasForm('teamId', /^[A-Z0-9]{10}$/, 'The team ID has ten capital letters and digits.'),
    hasForm(
      'bundleId',
      /^[A-Za-z0-9][A-Za-z0-9.-]*$/,
      'The bundle ID has letters, digits, "." and "-" only.',
    ),
    ({ authKey }) => {
      const key = readPrivateKey(textOf(authKey))
      if (!key) return 'The key is no private key: it is the whole text of the .p8 file.'
      return key.asymmetricKeyDetails?.namedCurve === 'prime256v1'
        ? undefined
        : 'The key is of another sort than Apple’s, which is an elliptic-curve key (P-256).'
    },
  ],
  fcm: [
    ({ serviceAccountJSON }) => {
      const account: Values = { ...(serviceAccountJSON as object) }
      if (account.type !== 'service_account') return 'The JSON is not that of a service account.'
      const lacking = ['project_id', 'client_email', 'private_key'].filter((name) => !textOf(account[name]))
      if (lacking.length > 0) return `The JSON lacks ${lacking.join(', ')}.`
      return readPrivateKey(textOf(account.private_key))?.asymmetricKeyType === 'rsa'
        ? undefined
        : 'The private_key in the JSON is no RSA key.'
    },
  ],
  inbox: [],
  mailgun: [
    hasForm('domain', /^(?=.{1,253}$)[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/, 'The domain is no domain name.'),
  ],
  msg91: [],
  resend: [],
  sendgrid: [],
  ses: [hasForm('region', /^[a-z]{2}(-[a-z]+)+-\d+$/, 'The region is not written as in eu-central-1.')],
  smtp: [],
  telesign: [],
  textmagic: [],
  twilio: [
    hasForm(
      'accountSid',
      /^AC[0-9a-fA-F]{32}$/,
      'The account SID begins with AC, then has 32 hexadecimal digits.',
    ),
  ],
  vonage: [],
}
