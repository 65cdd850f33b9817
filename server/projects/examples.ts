// "Let me try everything without an account": a test provider for each channel and one person, so that the first message can
// be written, sent and read at once.
import { type ChannelType, channelTypes } from '../../contract/resource.ts'
import type { Db } from '../db/database.ts'
import type { ActiveProject, Caller, Services } from '../http/context.ts'
import { createProvider } from '../providers/providers.ts'
import { createTarget } from '../targets/targets.ts'
import { createUser } from '../users/users.ts'

const names: Readonly<Record<ChannelType, string>> = {
  email: 'Test e-mail',
  sms: 'Test SMS',
  push: 'Test push',
}

/** A number that belongs to nobody: 555-0100 to 555-0199 are kept for fiction (NANPA). */
const fictionalNumber = '+14155550123'

/** The person is whoever sets up: the address is the one that was just typed. */
export async function makeExamples(
  tx: Db,
  caller: Services & Caller,
  project: ActiveProject,
  { email, name }: { email: string; name: string },
): Promise<void> {
  const context = { ...caller, db: tx, project }
  for (const type of channelTypes) {
    const draft = {
      providerId: `test-${type}`,
      name: names[type],
      enabled: true,
      failureRate: 0,
      failure: 'permanent',
      latencyMs: 0,
    }
    await createProvider(context, { kind: 'inbox', type, draft })
  }
  const person = await createUser(context, {
    userId: 'unique()',
    email,
    name: name || email,
    phone: fictionalNumber,
  })
  await createTarget(context, person.$id, {
    targetId: 'unique()',
    providerType: 'push',
    identifier: 'made-up-device',
    name: 'Made-up phone',
  })
}
