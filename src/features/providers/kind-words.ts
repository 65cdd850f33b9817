// What each kind of provider is called and asked for on the screen. The settings themselves, and what is wrong with them, are
// the contract's; a setting without words does not compile.

import type { ProviderKind } from '../../../contract/provider-kind.ts'
import type { providerKinds } from '../../../contract/provider-kinds.ts'

export type Control =
  | { readonly as: 'text' | 'email' | 'secret' | 'number' | 'percent' | 'flag' }
  /** A text of several lines that mostly comes out of a file. */
  | { readonly as: 'file'; readonly accept: string }
  | { readonly as: 'choice'; readonly options: readonly { value: string; label: string; help?: string }[] }

export type FieldWords = {
  /** Also the beginning of a sentence: "API key must not be empty". */
  readonly label: string
  readonly help?: string
  readonly placeholder?: string
  /** `text` unless given. */
  readonly control?: Control
  /** Seldom needed, and so folded. */
  readonly advanced?: true
  readonly group?: 'sender'
}

export type KindWords<Kind extends ProviderKind = ProviderKind> = {
  /** One line on the card. */
  readonly blurb: string
  /** Where one finds what is asked for. */
  readonly where: string
  /** In the order in which they are asked. */
  readonly fields: { readonly [Name in keyof (typeof providerKinds)[Kind]['settings']]: FieldWords }
}

const secret = { as: 'secret' } as const
const flag = { as: 'flag' } as const

const sender = {
  fromEmail: {
    label: 'Sender address',
    help: 'What recipients see as the sender. The service has to know it, or its domain, as yours.',
    placeholder: 'news@example.org',
    control: { as: 'email' },
    group: 'sender',
  },
  fromName: { label: 'Sender name', placeholder: 'Chapel bells', group: 'sender' },
  replyToEmail: {
    label: 'Reply-to address',
    help: 'Where answers go, if not to the sender.',
    control: { as: 'email' },
    group: 'sender',
    advanced: true,
  },
  replyToName: { label: 'Reply-to name', group: 'sender', advanced: true },
} as const satisfies Readonly<Record<string, FieldWords>>

const from = {
  label: 'Sender number',
  help: 'A number that you rent from the service, with its country code.',
  placeholder: '+14155550123',
} as const

export const kindWords: { readonly [Kind in ProviderKind]: KindWords<Kind> } = {
  smtp: {
    blurb: 'Any mail server: your own, or that of a service that names host, user name and password.',
    where:
      'Whoever runs the mail server can tell: often it stands under “outgoing mail” or “SMTP relay”, with the port and the sort of encryption.',
    fields: {
      host: {
        label: 'Host',
        help: 'Several, split by “;”, are tried in this order. Each may have its own port, and ssl:// or tls:// before it.',
        placeholder: 'smtp.example.org',
      },
      port: { label: 'Port', control: { as: 'number' } },
      encryption: {
        label: 'Encryption',
        control: {
          as: 'choice',
          options: [
            { value: 'none', label: 'If the server offers it', help: 'Mostly with port 587 or 25.' },
            {
              value: 'tls',
              label: 'Required (STARTTLS)',
              help: 'Sends nothing unencrypted. Mostly with port 587.',
            },
            { value: 'ssl', label: 'From the first byte (TLS)', help: 'Mostly with port 465.' },
          ],
        },
      },
      username: { label: 'User name', help: 'Leave both empty for a server that asks for no sign-in.' },
      password: { label: 'Password', control: secret },
      ...sender,
      autoTLS: {
        label: 'Encrypt where the server offers it',
        help: 'Off only for a server whose encryption is broken, and only where nobody listens.',
        control: flag,
        advanced: true,
      },
      mailer: {
        label: 'Mail program',
        help: 'Is written into each e-mail as its X-Mailer.',
        advanced: true,
      },
    },
  },
  sendgrid: {
    blurb: 'E-mail through Twilio SendGrid.',
    where:
      'In SendGrid under Settings, API Keys: make a key that may send mail. It is shown once. The sender is made known under Sender Authentication.',
    fields: {
      apiKey: { label: 'API key', help: 'Begins with “SG.”.', control: secret },
      ...sender,
    },
  },
  mailgun: {
    blurb: 'E-mail through Mailgun, in the United States or in Europe.',
    where:
      'In Mailgun under Sending, Domains: choose the domain, then Sending keys. Which region it is in is told beside its name.',
    fields: {
      apiKey: { label: 'API key', control: secret },
      domain: { label: 'Domain', help: 'As Mailgun lists it.', placeholder: 'mg.example.org' },
      isEuRegion: {
        label: 'Region',
        control: {
          as: 'choice',
          options: [
            { value: 'false', label: 'United States' },
            { value: 'true', label: 'Europe' },
          ],
        },
      },
      ...sender,
    },
  },
  resend: {
    blurb: 'E-mail through Resend.',
    where:
      'In Resend under API Keys: a key with sending access is enough. The sender’s domain stands under Domains.',
    fields: {
      apiKey: { label: 'API key', help: 'Begins with “re_”.', control: secret },
      ...sender,
    },
  },
  ses: {
    blurb: 'E-mail through Amazon’s Simple Email Service.',
    where:
      'In the AWS console under IAM: a user who may do ses:SendEmail, and an access key for that user. The region is the one in which the sender was verified.',
    fields: {
      accessKey: { label: 'Access key ID', placeholder: 'AKIA…' },
      secretKey: { label: 'Secret access key', control: secret },
      region: { label: 'Region', placeholder: 'eu-central-1' },
      ...sender,
    },
  },
  twilio: {
    blurb: 'SMS through Twilio.',
    where:
      'On the first page of Twilio’s console, under Account Info: SID and token. Numbers stand under Phone Numbers, Active numbers.',
    fields: {
      accountSid: { label: 'Account SID', placeholder: 'AC…' },
      authToken: { label: 'Auth token', control: secret },
      from,
    },
  },
  vonage: {
    blurb: 'SMS through Vonage, once Nexmo.',
    where: 'On the first page of Vonage’s dashboard, at the top: API key and secret.',
    fields: {
      apiKey: { label: 'API key', control: secret },
      apiSecret: { label: 'API secret', control: secret },
      from,
    },
  },
  msg91: {
    blurb: 'SMS through MSG91, by a template that was approved there.',
    where:
      'In MSG91 under your name: Authkey. Templates and sender IDs stand in the SMS section. The template passes the text on in its variable “content”.',
    fields: {
      templateId: { label: 'Template ID' },
      senderId: { label: 'Sender ID', help: 'Mostly six capital letters.' },
      authKey: { label: 'Auth key', control: secret },
    },
  },
  telesign: {
    blurb: 'SMS through Telesign.',
    where: 'In Telesign’s portal under Settings, API keys: both stand beside each other.',
    fields: {
      customerId: { label: 'Customer ID' },
      apiKey: { label: 'API key', control: secret },
      from,
    },
  },
  textmagic: {
    blurb: 'SMS through Textmagic.',
    where: 'In Textmagic under Services, API: add a key. The user name is the one that you sign in with.',
    fields: {
      username: { label: 'User name' },
      apiKey: { label: 'API key', control: secret },
      from,
    },
  },
  apns: {
    blurb: 'Push to iPhone, iPad and Mac, straight through Apple.',
    where:
      'In Apple’s developer account under Certificates, Identifiers & Profiles: Keys. Make one for push notifications; its file (.p8) can be loaded once. The team ID stands under Membership.',
    fields: {
      authKey: {
        label: 'Key',
        help: 'The whole text of the .p8 file.',
        control: { as: 'file', accept: '.p8,.pem,text/plain' },
      },
      authKeyId: {
        label: 'Key ID',
        help: 'Ten letters and digits, beside the key.',
        placeholder: 'ABC123DEFG',
      },
      teamId: { label: 'Team ID', help: 'Ten letters and digits.', placeholder: 'TEAM123456' },
      bundleId: {
        label: 'Bundle ID',
        help: 'Of the app that gets the push.',
        placeholder: 'org.example.bells',
      },
      sandbox: {
        label: 'Apple’s sandbox environment',
        help: 'For builds that are run from Xcode. What was installed from TestFlight or the App Store needs it off.',
        control: flag,
      },
    },
  },
  fcm: {
    blurb: 'Push to Android, and to iPhone and the web, through Firebase Cloud Messaging.',
    where:
      'In the Firebase console under Project settings, Service accounts: Generate new private key. The file that is loaded then is what is asked for.',
    fields: {
      serviceAccountJSON: {
        label: 'Service account',
        help: 'The whole text of the JSON file.',
        control: { as: 'file', accept: '.json,application/json' },
      },
    },
  },
  inbox: {
    blurb: 'Sends into the test inbox and reaches nobody. Needs no account, and can be told to fail.',
    where: 'Nothing has to be looked up: what this sends lands in the test inbox of this project.',
    fields: {
      failureRate: {
        label: 'Recipients that fail',
        help: 'In per cent. Who they are stays the same when it is tried again.',
        control: { as: 'percent' },
        advanced: true,
      },
      failure: {
        label: 'How they fail',
        help: 'Addresses that no longer exist are suppressed, and devices expire, as with a real provider.',
        control: {
          as: 'choice',
          options: [
            { value: 'permanent', label: 'Refused for good' },
            { value: 'transient', label: 'Refused the first time, taken the second' },
            { value: 'timeout', label: 'No answer, so that it stays in doubt' },
            { value: 'expired', label: 'The address no longer exists' },
          ],
        },
        advanced: true,
      },
      latencyMs: {
        label: 'Time it takes',
        help: 'In milliseconds, for each call.',
        control: { as: 'number' },
        advanced: true,
      },
    },
  },
}

/** The fields of a kind by name, in the order in which they are asked. */
export function fieldsOf(kind: ProviderKind): readonly (readonly [string, FieldWords])[] {
  return Object.entries<FieldWords>(kindWords[kind].fields)
}

/** What the form's errors call its fields. */
export function labelsOf(kind: ProviderKind): Readonly<Record<string, string>> {
  const own = fieldsOf(kind).map(([name, { label }]) => [name, label])
  return { name: 'Name', providerId: 'ID', type: 'Channel', enabled: 'On', ...Object.fromEntries(own) }
}
