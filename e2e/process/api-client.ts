// The API as any program sees it: with a key, over HTTP.
import type { Delivery, DeliveryDetail } from '../../contract/deliveries.ts'
import type { Message } from '../../contract/messages.ts'
import { queries } from '../../contract/queries.ts'

export const projectId = 'acme'
export const apiKey = 'an-api-key-that-only-tests-know'

/** What makes a server ready without a hand on it. */
export const unattended = {
  CARILLON_ADMIN_EMAIL: 'owner@example.org',
  CARILLON_ADMIN_PASSWORD: 'correct horse battery staple',
  CARILLON_PROJECT_ID: projectId,
  CARILLON_API_KEY: apiKey,
}

export type Api = {
  readonly call: <Reply>(method: string, path: string, body?: object) => Promise<Reply>
  readonly message: (messageId: string) => Promise<Message>
  /** Every row of a message's ledger. */
  readonly ledger: (messageId: string) => Promise<Delivery[]>
  readonly delivery: (deliveryId: string) => Promise<DeliveryDetail>
}

export function apiOf(url: string): Api {
  const call = async <Reply>(method: string, path: string, body?: object): Promise<Reply> => {
    const response = await fetch(`${url}/v1${path}`, {
      method,
      headers: {
        'content-type': 'application/json',
        'x-appwrite-project': projectId,
        'x-appwrite-key': apiKey,
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`)
    return (text === '' ? undefined : JSON.parse(text)) as Reply
  }
  return {
    call,
    message: (messageId) => call('GET', `/messaging/messages/${messageId}`),
    ledger: (messageId) => wholeLedger(call, messageId),
    delivery: (deliveryId) => call('GET', `/messaging/deliveries/${deliveryId}`),
  }
}

const pageSize = 1000

async function wholeLedger(call: Api['call'], messageId: string): Promise<Delivery[]> {
  const rows: Delivery[] = []
  for (;;) {
    const last = rows.at(-1)
    const parameters = new URLSearchParams({ total: 'false' })
    parameters.append('queries[]', queries.limit(pageSize))
    if (last) parameters.append('queries[]', queries.cursorAfter(last.$id))
    const path = `/messaging/messages/${messageId}/deliveries?${parameters}`
    const { deliveries } = await call<{ deliveries: Delivery[] }>('GET', path)
    rows.push(...deliveries)
    if (deliveries.length < pageSize) return rows
  }
}
