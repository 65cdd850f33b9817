// Seals every stored credential with the newest key of CARILLON_SECRET: `npm run rotate-key`.
import { readConfig } from './config.ts'
import { openDatabase } from './db/database.ts'
import { migrate } from './db/migrate.ts'
import { createLog } from './log.ts'
import { resealCredentials } from './providers/reseal.ts'
import { createSecrets } from './secrets/secrets.ts'

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

/** Works on the database that the variables name. Its exit code is 1 where something could not be sealed anew. */
export async function rotateKey(environment: Readonly<Record<string, string | undefined>>): Promise<void> {
  try {
    process.exitCode = (await rotate(environment)) ? 0 : 1
  } catch (error) {
    process.stderr.write(`\nThe key was not rotated. ${error instanceof Error ? error.message : error}\n`)
    process.exitCode = 1
  }
}

async function rotate(environment: Readonly<Record<string, string | undefined>>): Promise<boolean> {
  const config = readConfig(environment)
  if (!config.secrets) {
    throw new Error(
      'Give the new secret and, after a comma, the old one: ' +
        'CARILLON_SECRET="$(openssl rand -base64 32),$(cat DATA_DIR/secret)".',
    )
  }
  const database = await openDatabase(config.database, { log: createLog(config.logLevel) })
  try {
    await migrate(database.background)
    const secrets = createSecrets(config.secrets)
    const onChunk = (looked: number) => say(`${looked} providers looked at …`)
    const { providers, resealed, lost } = await resealCredentials(database.background, secrets, { onChunk })
    say(`Sealed ${resealed} of ${providers} providers with the newest secret; the others were so already.`)
    if (lost.length > 0)
      say(`No secret that was given opens those of: ${lost.join(', ')}. They stay as they are.`)
    else say('No provider needs an older secret any more.')
    return lost.length === 0
  } finally {
    await database.close()
  }
}
