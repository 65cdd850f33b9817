import { simpleParser } from 'mailparser'
import { describe, expect, test } from 'vitest'
import type { ChannelProvider, Content, EmailContent, Outcome, Recipient } from '../channel.ts'
import type { CaughtItem } from './caught.ts'
import { createInboxChannel } from './channel.ts'

function aProvider(options: Record<string, unknown> = {}): ChannelProvider {
  return { seq: 3, project: 9, kind: 'inbox', name: 'Test provider', credentials: {}, options, version: '1' }
}

const email: EmailContent = {
  type: 'email',
  subject: 'Hello',
  content: '<p>How are you?</p>',
  html: true,
  cc: ['cy@example.net'],
  soleRecipient: undefined,
  attachments: [],
}

function recipients(count: number, attempt = 1): Recipient[] {
  return Array.from({ length: count }, (_, index) => ({
    message: 7,
    n: index + 1,
    role: 'to',
    identifier: `a${index + 1}@example.net`,
    attempt,
  }))
}

const never = new AbortController().signal

/** A channel into a box that keeps each delivery once. */
function aChannel() {
  const box = new Map<string, CaughtItem>()
  const channel = createInboxChannel({
    receive: async (items) => {
      for (const item of items) box.set(`${item.message}-${item.n}`, item)
      return items.map((item) => `item-${item.message}-${item.n}`)
    },
  })
  const send = (content: Content, to: readonly Recipient[], options = {}, signal = never) =>
    channel.send(aProvider(options), content, to, { signal })
  return { box, channel, send }
}

const kinds = (outcomes: readonly Outcome[]) => outcomes.map(({ outcome }) => outcome)

test('an e-mail is caught as it would have gone out, one for each recipient', async () => {
  const { box, send } = aChannel()
  expect(await send(email, recipients(2))).toEqual([
    { outcome: 'accepted', providerMessageId: 'item-7-1', response: 'Caught by the test inbox.' },
    { outcome: 'accepted', providerMessageId: 'item-7-2', response: 'Caught by the test inbox.' },
  ])
  const [first, second] = [...box.values()]
  if (first?.type !== 'email' || second?.type !== 'email') throw new Error('These are e-mails.')
  const mail = await simpleParser(Buffer.concat([first.head, first.body]))
  expect(mail.from?.value).toEqual([{ name: 'Test provider', address: 'test-provider@carillon.test' }])
  expect(mail.to).toMatchObject({ value: [{ address: 'a1@example.net' }] })
  expect(mail.cc).toMatchObject({ value: [{ address: 'cy@example.net' }] })
  expect(mail.html).toContain('<p>How are you?</p>')
  expect(mail.text?.trim()).toBe('How are you?')
  expect(first).toMatchObject({ project: 9, recipient: 'a1@example.net', subject: 'Hello' })
  expect(second.body).toBe(first.body)
})

test('an SMS and a push are caught as they are', async () => {
  const { box, send } = aChannel()
  const [one] = recipients(1)
  if (!one) throw new Error('There is one.')
  await send({ type: 'sms', content: 'Hi' }, [{ ...one, identifier: '+14155550123' }])
  await send({ type: 'push', payload: { title: 'T', data: { a: '1' } } }, [
    { ...one, n: 2, identifier: 'device' },
  ])
  expect([...box.values()]).toEqual([
    {
      project: 9,
      message: 7,
      n: 1,
      recipient: '+14155550123',
      type: 'sms',
      sender: 'Test provider',
      text: 'Hi',
    },
    {
      project: 9,
      message: 7,
      n: 2,
      recipient: 'device',
      type: 'push',
      sender: 'Test provider',
      payload: { title: 'T', data: { a: '1' } },
    },
  ])
})

describe('told to fail', () => {
  test.each([
    ['permanent', 'rejected'],
    ['expired', 'expired'],
    ['transient', 'transient'],
    ['timeout', 'unknown'],
  ])('%s, nobody gets it: %s', async (failure, outcome) => {
    const { box, send } = aChannel()
    expect(kinds(await send(email, recipients(3), { failureRate: 1, failure }))).toEqual(
      Array(3).fill(outcome),
    )
    expect(box.size).toBe(0)
  })

  test('for a share, about that many fail, and the same ones each time', async () => {
    const { box, send } = aChannel()
    const options = { failureRate: 0.3, failure: 'permanent' }
    const first = kinds(await send(email, recipients(1_000), options))
    const failed = first.filter((outcome) => outcome === 'rejected').length
    expect(failed).toBeGreaterThan(240)
    expect(failed).toBeLessThan(360)
    expect(box.size).toBe(1_000 - failed)
    expect(kinds(await send(email, recipients(1_000, 2), options))).toEqual(first)
    expect(box.size).toBe(1_000 - failed)
  })

  test('at first, it is well at the second attempt', async () => {
    const { send } = aChannel()
    const options = { failureRate: 1, failure: 'transient' }
    expect(kinds(await send(email, recipients(2), options))).toEqual(['transient', 'transient'])
    expect(kinds(await send(email, recipients(2, 2), options))).toEqual(['accepted', 'accepted'])
  })

  test('never, nobody fails', async () => {
    const { send } = aChannel()
    expect(
      new Set(kinds(await send(email, recipients(500), { failureRate: 0, failure: 'permanent' }))),
    ).toEqual(new Set(['accepted']))
  })
})

test('what is no address is refused, and the others get theirs', async () => {
  const { box, send } = aChannel()
  const [one, two, three] = recipients(3)
  if (!one || !two || !three) throw new Error('There are three.')
  const outcomes = await send(email, [one, { ...two, identifier: 'nobody' }, three])
  expect(kinds(outcomes)).toEqual(['accepted', 'rejected', 'accepted'])
  expect([...box.keys()]).toEqual(['7-1', '7-3'])
})

test('stopping during the latency catches nothing', async () => {
  const { box, send } = aChannel()
  const stop = new AbortController()
  const sending = send(email, recipients(2), { latencyMs: 60_000 }, stop.signal)
  stop.abort()
  expect(await sending).toMatchObject([
    { outcome: 'transient', code: 'ABORTED' },
    { outcome: 'transient', code: 'ABORTED' },
  ])
  expect(box.size).toBe(0)
})

test('an inbox that cannot keep it is tried again', async () => {
  const channel = createInboxChannel({ receive: () => Promise.reject(new Error('The database is away.')) })
  const outcomes = await channel.send(aProvider(), email, recipients(2), { signal: never })
  expect(kinds(outcomes)).toEqual(['transient', 'transient'])
})
