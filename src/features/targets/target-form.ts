// What is asked of an address, a number or a device.
import * as z from 'zod'
import { type ChannelType, channelType } from '../../../contract/resource.ts'
import { targetDraft } from '../../../contract/targets.ts'
import { isEmailAddress, isPhoneNumber } from '../../../contract/wire.ts'

export const identifierLabels: Record<ChannelType, string> = {
  email: 'E-mail address',
  sms: 'Phone number',
  push: 'Device token',
}

export const identifierHelp: Record<ChannelType, string | undefined> = {
  email: undefined,
  sms: 'With the country, such as +49 30 901820.',
  push: 'What the app on the device got from Apple or Google.',
}

export const targetForm = z
  .object({
    providerType: channelType,
    identifier: targetDraft.shape.identifier,
    name: targetDraft.shape.name.unwrap(),
    /** '' for the default provider. */
    providerId: z.string(),
  })
  .transform((target) => ({
    ...target,
    identifier: written(target.providerType, target.identifier),
  }))
  .superRefine(({ providerType, identifier }, context) => {
    const problem = problems[providerType](identifier)
    if (problem && identifier !== '')
      context.addIssue({ code: 'custom', path: ['identifier'], message: problem })
  })
export type TargetForm = z.input<typeof targetForm>

function written(channel: ChannelType, identifier: string): string {
  return channel === 'sms' ? identifier.replace(/[\s().\-/]/g, '') : identifier.trim()
}

const problems: Record<ChannelType, (identifier: string) => string | undefined> = {
  email: (text) => (isEmailAddress(text) ? undefined : 'must be an e-mail address such as ada@example.org'),
  sms: (text) =>
    isPhoneNumber(text) ? undefined : 'must begin with + and the country, such as +14155550123',
  push: () => undefined,
}

/** Labels of the form's fields, which call the identifier what it is. */
export const targetLabels = (channel: ChannelType) => ({
  identifier: identifierLabels[channel],
  name: 'Name',
  providerId: 'Provider',
})
