// A project with something of everything in it, for pictures and for weighing pages. JavaScript, because bench/ uses it, and
// Node 20 runs nothing else.
import { setTimeout as sleep } from 'node:timers/promises'
import { startSmtpSink } from '../server/testing/smtp-sink.js'

/**
 * @typedef {<Reply>(method: string, path: string, body?: object | FormData) => Promise<Reply>} Call
 *
 * What the addresses of screens are made of.
 * @typedef {object} Filled
 * @property {string} projectId
 * @property {string} sent A message that reached most.
 * @property {string} failed One that reached nobody.
 * @property {string} draft
 * @property {string} scheduled
 * @property {string} sending One that takes its time.
 * @property {string} sms One that went out, to a number.
 * @property {string} push One that went out, to devices.
 * @property {string} caught An item of the test inbox.
 * @property {string} key An API key that expires soon.
 * @property {() => Promise<void>} close Ends the mail server that took the mail.
 */

const people = [
  ['ada', 'Ada Lovelace'],
  ['grace', 'Grace Hopper'],
  ['alan', 'Alan Turing'],
  ['edsger', 'Edsger Dijkstra'],
  ['barbara', 'Barbara Liskov'],
  ['donald', 'Donald Knuth'],
  ['margaret', 'Margaret Hamilton'],
  ['dennis', 'Dennis Ritchie'],
  ['radia', 'Radia Perlman'],
  ['tim', 'Tim Berners-Lee'],
  ['frances', 'Frances Allen'],
  ['john', 'John Backus'],
]

/**
 * @param {Call} call Without a project: for what belongs to none.
 * @param {(projectId: string) => Call} within
 * @returns {Promise<Filled>}
 */
export async function fillProject(call, within) {
  const projectId = 'st-marys'
  await call('POST', '/console/projects', { projectId, name: 'St Mary’s tower', timeZone: 'Europe/London' })
  const api = within(projectId)
  const sink = await startSmtpSink({
    script: [{ on: 'rcpt', match: '^(tim|john)@', say: '550 5.1.1 No such person here' }],
    keepBodies: false,
  })
  await addProviders(api, sink.port)
  await addPeople(api)
  await addPeculiarities(api)
  const key = await addKeys(call, projectId)
  await call('POST', '/console/invitations', { email: 'emmy@example.org', role: 'editor' })
  await addFiles(api)
  const ids = await addMessages(api)
  return { projectId, key, ...ids, caught: await newestCaught(api), close: () => sink.close() }
}

/**
 * @param {Call} api
 * @param {number} port
 */
async function addProviders(api, port) {
  await api('POST', '/messaging/providers/smtp', {
    providerId: 'relay',
    name: 'Tower relay',
    host: '127.0.0.1',
    port,
    autoTLS: false,
    fromName: 'St Mary’s tower',
    fromEmail: 'bells@example.org',
    enabled: true,
  })
  for (const [type, name] of [
    ['email', 'Test e-mail'],
    ['sms', 'Test SMS'],
    ['push', 'Test push'],
  ]) {
    await api('POST', '/messaging/providers/inbox', { providerId: `test-${type}`, name, type, enabled: true })
  }
  await api('POST', '/messaging/providers/inbox', {
    providerId: 'slow',
    name: 'Slow test e-mail',
    type: 'email',
    enabled: true,
    latencyMs: 60_000,
  })
}

/** @param {Call} api */
async function addPeople(api) {
  await api('POST', '/messaging/topics', {
    topicId: 'ringers',
    name: 'Ringers',
    description: 'Everybody who rings on Sundays',
  })
  await api('POST', '/messaging/topics', {
    topicId: 'visitors',
    name: 'Visiting bands',
    subscribe: ['users/verified'],
  })
  await api('POST', '/messaging/topics', {
    topicId: 'repairs',
    name: 'Repairs and upkeep',
    description: 'Ropes, bearings, clappers, and who is to climb up to them',
    subscribe: ['label:steward', 'team:tower/captain'],
  })
  await api('POST', '/messaging/topics', { topicId: 'committee', name: 'Committee', subscribe: [] })
  for (const [index, [userId, name]] of people.entries()) {
    /** @type {{ targets: { $id: string }[] }} */
    const user = await api('POST', '/users', {
      userId,
      name,
      email: `${userId}@example.org`,
      ...(index % 3 === 0 && { phone: `+1415555010${index % 10}` }),
    })
    const [email] = user.targets
    for (const topic of index % 2 === 0 ? ['ringers', 'repairs'] : ['ringers']) {
      await api('POST', `/messaging/topics/${topic}/subscribers`, {
        subscriberId: `${topic}-${userId}`,
        targetId: email?.$id,
      })
    }
  }
}

/**
 * What not everybody has: devices, a second address, a block.
 * @param {Call} api
 */
async function addPeculiarities(api) {
  const devices = /** @type {const} */ ([
    ['ada', 'Pixel 9'],
    ['ada', 'Tablet in the ringing room'],
    ['grace', 'Grace’s phone'],
  ])
  for (const [index, [userId, name]] of devices.entries()) {
    await api('POST', `/users/${userId}/targets`, {
      targetId: `device-${index}`,
      providerType: 'push',
      identifier: `dEv1ce-${index}:t0ken`,
      name,
    })
  }
  await api('POST', '/users/ada/targets', {
    targetId: 'ada-work',
    providerType: 'email',
    identifier: 'ada@analytical.example.org',
    name: 'Work',
    providerId: 'relay',
  })
  await api('PATCH', '/users/dennis/status', { status: false })
  await api('POST', '/messaging/topics/ringers/subscribers/batch', {
    add: [
      { identifier: '+14155550100' },
      { identifier: '+14155550103' },
      { targetId: 'device-0' },
      { targetId: 'device-2' },
    ],
  })
}

/**
 * @param {Call} call
 * @param {string} projectId
 */
async function addKeys(call, projectId) {
  const path = `/console/projects/${projectId}/keys`
  await call('POST', path, {
    name: 'Website',
    scopes: ['messages.read', 'messages.write', 'topics.read', 'users.read', 'users.write', 'targets.write'],
  })
  await call('POST', path, { name: 'Reports', scopes: ['messages.read', 'logs.read'] })
  /** @type {{ $id: string }} */
  const { $id } = await call('POST', path, {
    name: 'Move to the new server',
    scopes: ['providers.read', 'providers.write', 'providers.secrets'],
    expiresAt: new Date(Date.now() + 3.5 * 86_400_000).toISOString(),
  })
  return $id
}

/** As large as one, and begun as one. @param {number} size */
function aPicture(size) {
  const bytes = new Uint8Array(size)
  bytes.set([0xff, 0xd8, 0xff, 0xe0])
  return bytes
}

/** @param {Call} api */
async function addFiles(api) {
  await api('POST', '/storage/buckets', {
    bucketId: 'pictures',
    name: 'Pictures',
    permissions: ['read("users")'],
    maximumFileSize: 5_000_000,
    allowedFileExtensions: ['png', 'jpg', 'svg'],
  })
  await api('POST', '/storage/buckets', { bucketId: 'papers', name: 'Minutes and letters', enabled: false })
  const files = /** @type {const} */ ([
    ['bell.svg', 'image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg"><circle r="8"/></svg>'],
    ['The ringing room, before the flood.jpg', 'image/jpeg', aPicture(360_000)],
  ])
  for (const [name, type, content] of files) {
    const form = new FormData()
    form.append('fileId', 'unique()')
    form.append('file', new Blob([content], { type }), name)
    await api('POST', '/storage/buckets/pictures/files', form)
  }
}

/** @param {Call} api */
async function addMessages(api) {
  const day = 86_400_000
  /** @param {number} days @param {number} hour */
  const at = (days, hour) => {
    const moment = new Date(Date.now() + days * day)
    moment.setUTCHours(hour, 0, 0, 0)
    return moment.toISOString()
  }
  /** @param {object} more */
  const email = async (more) => {
    /** @type {{ $id: string }} */
    const { $id } = await api('POST', '/messaging/messages/email', {
      messageId: 'unique()',
      subject: 'Practice on Thursday',
      content: '<h1>Practice on Thursday</h1><p>We ring at half past seven. Please bring the new method.</p>',
      html: true,
      topics: ['ringers'],
      ...more,
    })
    return $id
  }
  const sent = await email({ description: 'Weekly reminder' })
  const failed = await email({ subject: 'For one who is not there', topics: [], users: ['tim'] })
  const caught = await email({
    subject: 'A trial of the quarterly letter',
    topics: [],
    users: ['ada', 'grace'],
    providerId: 'test-email',
  })
  const { sms, push } = await addShortMessages(api)
  for (const messageId of [sent, failed, caught, sms, push]) await untilEnded(api, messageId)
  const draft = await email({ subject: 'The tower is closed in August', draft: true })
  const scheduled = await email({
    subject: 'Sunday service, all bells',
    scheduledAt: at(3, 8),
    timeZone: 'Europe/London',
  })
  for (const [days, hour, subject, topic] of /** @type {const} */ ([
    [1, 17, 'Rope splicing, who can help?', 'repairs'],
    [5, 9, 'Visitors from Exeter', 'visitors'],
    [5, 15, 'Tea after the outing', 'ringers'],
    [5, 18, 'Photographs of the outing', 'ringers'],
    [5, 19, 'Quarter peal, result', 'ringers'],
    [12, 10, 'Grease for the third bell', 'repairs'],
    [20, 7, 'Annual meeting', 'ringers'],
  ])) {
    await email({ subject, topics: [topic], scheduledAt: at(days, hour), timeZone: 'Europe/London' })
  }
  const sending = await email({ subject: 'Autumn letter', providerId: 'slow' })
  return { sent, failed, draft, scheduled, sending, sms, push }
}

/** @param {Call} api */
async function addShortMessages(api) {
  /** @type {{ $id: string }} */
  const sms = await api('POST', '/messaging/messages/sms', {
    messageId: 'unique()',
    content:
      'Practice starts at eight tonight, not at half past seven. The north door is locked: come by the vestry – Ada',
    users: ['ada', 'edsger', 'margaret'],
  })
  /** @type {{ $id: string }} */
  const push = await api('POST', '/messaging/messages/push', {
    messageId: 'unique()',
    title: 'The bells are up',
    body: 'Ringing begins in ten minutes.',
    data: { screen: 'practice', bell: 3 },
    badge: 1,
    sound: 'treble.caf',
    users: ['ada', 'grace'],
  })
  return { sms: sms.$id, push: push.$id }
}

/**
 * @param {Call} api
 * @param {string} messageId
 */
async function untilEnded(api, messageId) {
  for (let turn = 0; turn < 600; turn++) {
    /** @type {{ status: string }} */
    const { status } = await api('GET', `/messaging/messages/${messageId}`)
    if (status === 'sent' || status === 'failed') return
    await sleep(100)
  }
  throw new Error('a message for the filled project has not ended')
}

/** @param {Call} api */
async function newestCaught(api) {
  /** @type {{ items: { $id: string }[] }} */
  const { items } = await api('GET', '/inbox/items')
  const [item] = items
  if (!item) throw new Error('the test inbox has caught nothing')
  return item.$id
}
