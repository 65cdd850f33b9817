// The test inbox's own mail server: whatever an application under test sends to it is caught.
import type { AddressInfo } from 'node:net'
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server'
import type { Db } from '../db/database.ts'
import type { Log } from '../log.ts'
import { findProject, firstProject } from '../projects/projects.ts'
import { receiveEmail } from './inbox.ts'

export type InboxSmtpServer = { readonly port: number; readonly close: () => Promise<void> }

type Options = { readonly db: Db; readonly port: number; readonly log: Log }

const sizeLimit = 25 * 1024 * 1024

/**
 * Listens on loopback. Signing in is optional, and any password is right: a user name that is a project's id chooses the
 * project, else it is the first. Undefined where the port is taken, which only means that there is no such server.
 */
export async function startInboxSmtpServer({ db, port, log }: Options): Promise<InboxSmtpServer | undefined> {
  const server = new SMTPServer({
    banner: 'Carillon test inbox',
    size: sizeLimit,
    authOptional: true,
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    // Each may hold an e-mail in memory.
    maxClients: 20,
    socketTimeout: 60_000,
    closeTimeout: 1_000,
    logger: false,
    onAuth: ({ username }, _session, done) => done(null, { user: username || 'anybody' }),
    onData: (stream, session, done) => {
      take(db, stream, session).then(
        () => done(null, 'Caught by the test inbox'),
        (error: unknown) => {
          if (!(error instanceof SmtpRefusal)) log.warn('the test inbox could not keep an e-mail', { error })
          done(
            error instanceof SmtpRefusal
              ? error
              : new SmtpRefusal(451, 'The test inbox cannot take it just now'),
          )
        },
      )
    },
  })
  try {
    await listen(server, port)
  } catch (error) {
    log.warn('the test inbox catches no mail by SMTP: its port is not free', { port, error })
    return undefined
  }
  server.on('error', (error) => log.debug('a client of the test inbox failed', { error }))
  return {
    port: (server.server.address() as AddressInfo).port,
    close: () => new Promise((resolve) => server.close(resolve)),
  }
}

function listen(server: SMTPServer, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      resolve()
    })
  })
}

class SmtpRefusal extends Error {
  override readonly name = 'SmtpRefusal'
  readonly responseCode: number

  constructor(responseCode: number, message: string) {
    super(message)
    this.responseCode = responseCode
  }
}

async function take(db: Db, stream: SMTPServerDataStream, session: SMTPServerSession): Promise<void> {
  const raw = await readAll(stream)
  if (!raw) throw new SmtpRefusal(552, 'The message is larger than 25 MB')
  const project = (await findProject(db, String(session.user ?? ''))) ?? (await firstProject(db))
  if (!project) throw new SmtpRefusal(451, 'There is no project yet')
  const { mailFrom, rcptTo } = session.envelope
  await receiveEmail(db, project.seq, {
    raw,
    sender: mailFrom ? mailFrom.address : '',
    recipients: rcptTo.map(({ address }) => address),
  })
}

/** Undefined where it is too large; it is read to its end all the same, or the client would not hear the answer. */
async function readAll(stream: SMTPServerDataStream): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    if (!stream.sizeExceeded) chunks.push(chunk)
    else chunks.length = 0
  }
  return stream.sizeExceeded ? undefined : Buffer.concat(chunks)
}
