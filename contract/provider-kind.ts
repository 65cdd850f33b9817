// The kinds of providers by name. Apart from all else about them: addresses of pages hold it too.
import * as z from 'zod'

export const providerKind = z.enum([
  'apns',
  'fcm',
  'mailgun',
  'msg91',
  'resend',
  'sendgrid',
  'ses',
  'smtp',
  'telesign',
  'textmagic',
  'twilio',
  'vonage',
  'inbox',
])
export type ProviderKind = z.infer<typeof providerKind>

/** The kinds that messages go out through. What goes through another fails, and says that it cannot be sent so far. */
export const sendingKinds = ['smtp', 'apns', 'inbox'] as const satisfies readonly ProviderKind[]
export type SendingKind = (typeof sendingKinds)[number]

export function canSend(kind: ProviderKind): kind is SendingKind {
  return sendingKinds.some((one) => one === kind)
}

/** As people call them. */
export const providerTitles: Readonly<Record<ProviderKind, string>> = {
  apns: 'Apple Push (APNs)',
  fcm: 'Firebase (FCM)',
  mailgun: 'Mailgun',
  msg91: 'MSG91',
  resend: 'Resend',
  sendgrid: 'SendGrid',
  ses: 'Amazon SES',
  smtp: 'SMTP',
  telesign: 'Telesign',
  textmagic: 'Textmagic',
  twilio: 'Twilio',
  vonage: 'Vonage',
  inbox: 'Test provider',
}
