// `npm run admin`: what can be done for administrators by whoever can run a command on the server, and by nobody else.
import { findAdministratorByEmail, listAdministrators, listOwners } from './administrators/administrators.ts'
import { createResetLinkAsSystem } from './administrators/password-reset.ts'
import { ConfigurationError, readConfig } from './config.ts'
import { DataDirectoryLocked } from './db/data-dir-lock.ts'
import { type Db, openDatabase } from './db/database.ts'
import { migrate } from './db/migrate.ts'
import { createLog } from './log.ts'

const usage = `Usage:
  npm run admin                      lists the administrators
  npm run admin -- reset [address]   prints a link by which that administrator, or the only owner, chooses a new password

It reads the same variables as the server (DATA_DIR or DATABASE_URL, PUBLIC_URL). With the embedded database the
server has to be stopped meanwhile.`

/** Answers with the text to print. Throws where it could not be done, in words for whoever called it. */
export async function admin(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  const [command = 'list', email, ...rest] = args
  if (!['list', 'reset'].includes(command) || rest.length > 0) return usage
  const config = readConfig(environment)
  const database = await openDatabase(config.database, { log: createLog('error') }).catch(
    (error: unknown) => {
      if (!(error instanceof DataDirectoryLocked)) throw error
      throw new ConfigurationError(`${error.message}\nStop the server, run this again, and start it.`)
    },
  )
  try {
    await migrate(database.background)
    return command === 'reset' ? await reset(database.db, config.publicUrl, email) : await list(database.db)
  } finally {
    await database.close()
  }
}

async function list(db: Db): Promise<string> {
  const { administrators } = await listAdministrators(db, { queries: [], search: '', total: false })
  if (administrators.length === 0)
    return 'There is no administrator yet: start the server and open its set-up link.'
  const lines = administrators.map(({ email, name, role }) =>
    `  ${role.padEnd(7)} ${email} ${name}`.trimEnd(),
  )
  return ['Administrators:', ...lines, '', usage].join('\n')
}

async function reset(db: Db, publicUrl: string, email: string | undefined): Promise<string> {
  const found = email === undefined ? await onlyOwner(db) : await findAdministratorByEmail(db, email)
  if (!found) throw new ConfigurationError(`No administrator has the address ${email}.\n\n${await list(db)}`)
  const { url, expiresAt } = await createResetLinkAsSystem(db, publicUrl, found)
  return [
    `A new password for ${found.email}; this link works once, until ${expiresAt}:`,
    '',
    `  ${url}`,
    '',
    'Links that were made before it work no longer.',
  ].join('\n')
}

async function onlyOwner(db: Db) {
  const owners = await listOwners(db)
  const [first, second] = owners
  if (!first)
    throw new ConfigurationError('There is no owner yet: start the server and open its set-up link.')
  if (second) {
    const names = owners.map(({ email }) => `  ${email}`).join('\n')
    throw new ConfigurationError(`There are several owners; name one:\n${names}`)
  }
  return first
}
