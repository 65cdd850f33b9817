// Holds the ledger, as the API tells it, against the log of the SMTP server. It shares no code with the server.
import type { Message } from '../../contract/messages.ts'
import type { Transaction } from '../../server/testing/smtp-sink.js'
import type { Api } from './api-client.ts'

type Fault = string

/** What does not add up for a message that has ended; an empty list when all does. */
export async function faultsOf(
  api: Api,
  messageId: string,
  transactions: readonly Transaction[],
): Promise<Fault[]> {
  const [message, rows] = [await api.message(messageId), await api.ledger(messageId)]
  const copies = copiesByAddress(transactions)
  const faults: Fault[] = []

  const addresses = new Set(rows.map(({ identifier }) => identifier.toLowerCase()))
  if (addresses.size !== rows.length) faults.push(`${rows.length} rows, but ${addresses.size} addresses`)
  for (const address of copies.keys()) {
    if (!addresses.has(address)) faults.push(`${address} got a copy and has no row`)
  }

  for (const { $id, identifier, status, attempts } of rows) {
    const got = copies.get(identifier.toLowerCase()) ?? []
    if (status === 'pending' || status === 'sending') faults.push(`${identifier} is still ${status}`)
    if (status === 'sent' && got.length === 0) faults.push(`${identifier} is sent, but got nothing`)
    const canHaveGot = status === 'sent' || status === 'inDoubt'
    if (!canHaveGot && got.length > 0) faults.push(`${identifier} is ${status}, but got a copy`)
    if (got.length > 1 && !(await wasInDoubt(api, $id, attempts))) {
      faults.push(`${identifier} got ${got.length} copies, and no attempt was in doubt`)
    }
    if (new Set(got.map(({ messageId: header }) => header)).size > 1) {
      faults.push(`${identifier} got copies with different Message-IDs`)
    }
  }
  return [...faults, ...faultsOfCounts(message, rows)]
}

/** Lower-case address → the transactions in which it was accepted. */
export function copiesByAddress(transactions: readonly Transaction[]): Map<string, Transaction[]> {
  const copies = new Map<string, Transaction[]>()
  for (const transaction of transactions) {
    for (const address of transaction.accepted) {
      const key = address.toLowerCase()
      copies.set(key, [...(copies.get(key) ?? []), transaction])
    }
  }
  return copies
}

async function wasInDoubt(api: Api, deliveryId: string, attempts: number): Promise<boolean> {
  if (attempts < 2) return false
  const { attemptLog } = await api.delivery(deliveryId)
  return attemptLog.some(({ outcome }) => outcome === 'unknown')
}

function faultsOfCounts(
  message: Message,
  rows: readonly { readonly status: string; readonly role: string }[],
): Fault[] {
  const faults: Fault[] = []
  const { delivery, deliveredTotal, status } = message
  for (const [name, count] of Object.entries(delivery.counts)) {
    const inLedger = rows.filter((row) => row.status === name).length
    if (inLedger !== count) faults.push(`the message counts ${count} ${name}, the ledger has ${inLedger}`)
  }
  if (delivery.total !== rows.length)
    faults.push(`delivery.total is ${delivery.total} for ${rows.length} rows`)

  const sentRecipients = rows.filter((row) => row.status === 'sent' && row.role === 'to').length
  if (deliveredTotal !== sentRecipients)
    faults.push(`deliveredTotal is ${deliveredTotal}, but ${sentRecipients} recipients are sent`)

  const isWell = rows.every((row) => row.status === 'sent' || row.status === 'skipped') && sentRecipients > 0
  if (delivery.phase !== 'done') faults.push(`the phase is ${delivery.phase}`)
  if (status !== (isWell ? 'sent' : 'failed')) faults.push(`the status is ${status}`)
  return faults
}
