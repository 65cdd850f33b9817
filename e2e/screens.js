// Every screen of the console by its route, with an address in the filled project. A route that is missing here fails the
// tests that weigh and picture the screens.
import { readFileSync } from 'node:fs'

/**
 * @typedef {import('./filled-project.js').Filled} Filled
 *
 * @typedef {object} Screen
 * @property {string} name Of its pictures.
 * @property {string} route As the route tree names it.
 * @property {(ids: Filled) => string} path
 * @property {true} [signedOut]
 */

/** @param {string} rest @returns {(ids: Filled) => string} */
const inProject = (rest) => (ids) =>
  `/p/${ids.projectId}${rest.replace(/:(\w+)/g, (_, name) => textOf(ids, name))}`

/** @param {Filled} ids @param {string} name */
function textOf(ids, name) {
  const value = /** @type {Record<string, unknown>} */ ({ ...ids })[name]
  if (typeof value !== 'string') throw new Error(`the filled project has no ${name}`)
  return value
}

/** @type {Screen[]} */
export const screens = [
  { name: 'sign-in', route: '/sign-in', path: () => '/sign-in', signedOut: true },
  { name: 'set-up', route: '/set-up', path: () => '/set-up', signedOut: true },
  {
    name: 'invitation-cut-off',
    route: '/accept-invitation',
    path: () => '/accept-invitation',
    signedOut: true,
  },
  { name: 'reset-cut-off', route: '/reset-password', path: () => '/reset-password', signedOut: true },
  { name: 'new-project', route: '/new-project', path: () => '/new-project' },
  { name: 'overview', route: '/p/$projectId/', path: inProject('') },
  { name: 'messages', route: '/p/$projectId/messages/', path: inProject('/messages') },
  { name: 'composer', route: '/p/$projectId/messages/new/email', path: inProject('/messages/new/email') },
  { name: 'message', route: '/p/$projectId/messages/$messageId/', path: inProject('/messages/:sent') },
  {
    name: 'message-failed',
    route: '/p/$projectId/messages/$messageId/',
    path: inProject('/messages/:failed'),
  },
  { name: 'message-draft', route: '/p/$projectId/messages/$messageId/', path: inProject('/messages/:draft') },
  {
    name: 'message-scheduled',
    route: '/p/$projectId/messages/$messageId/',
    path: inProject('/messages/:scheduled'),
  },
  {
    name: 'message-sending',
    route: '/p/$projectId/messages/$messageId/',
    path: inProject('/messages/:sending'),
  },
  {
    name: 'message-deliveries',
    route: '/p/$projectId/messages/$messageId/deliveries',
    path: inProject('/messages/:sent/deliveries'),
  },
  {
    name: 'message-activity',
    route: '/p/$projectId/messages/$messageId/activity',
    path: inProject('/messages/:sent/activity'),
  },
  {
    name: 'message-edit',
    route: '/p/$projectId/messages/$messageId/edit',
    path: inProject('/messages/:draft/edit'),
  },
  { name: 'calendar', route: '/p/$projectId/calendar', path: inProject('/calendar') },
  { name: 'calendar-week', route: '/p/$projectId/calendar', path: inProject('/calendar?view=week') },
  { name: 'calendar-agenda', route: '/p/$projectId/calendar', path: inProject('/calendar?view=agenda') },
  {
    name: 'message-sms',
    route: '/p/$projectId/messages/$messageId/',
    path: inProject('/messages/:sms'),
  },
  {
    name: 'message-push',
    route: '/p/$projectId/messages/$messageId/',
    path: inProject('/messages/:push'),
  },
  { name: 'deliveries', route: '/p/$projectId/deliveries', path: inProject('/deliveries') },
  { name: 'topics', route: '/p/$projectId/topics/', path: inProject('/topics') },
  { name: 'topic', route: '/p/$projectId/topics/$topicId/', path: inProject('/topics/ringers') },
  {
    name: 'topic-subscribers',
    route: '/p/$projectId/topics/$topicId/subscribers',
    path: inProject('/topics/ringers/subscribers'),
  },
  {
    name: 'topic-subscriber',
    route: '/p/$projectId/topics/$topicId/subscribers/$subscriberId',
    path: inProject('/topics/ringers/subscribers/ringers-ada'),
  },
  {
    name: 'topic-upcoming',
    route: '/p/$projectId/topics/$topicId/upcoming',
    path: inProject('/topics/ringers/upcoming'),
  },
  {
    name: 'topic-activity',
    route: '/p/$projectId/topics/$topicId/activity',
    path: inProject('/topics/ringers/activity'),
  },
  { name: 'people', route: '/p/$projectId/people/', path: inProject('/people') },
  { name: 'person', route: '/p/$projectId/people/$userId/', path: inProject('/people/ada') },
  {
    name: 'person-targets',
    route: '/p/$projectId/people/$userId/targets',
    path: inProject('/people/ada/targets'),
  },
  {
    name: 'person-subscriptions',
    route: '/p/$projectId/people/$userId/subscriptions',
    path: inProject('/people/ada/subscriptions'),
  },
  {
    name: 'person-deliveries',
    route: '/p/$projectId/people/$userId/deliveries',
    path: inProject('/people/ada/deliveries'),
  },
  {
    name: 'person-upcoming',
    route: '/p/$projectId/people/$userId/upcoming',
    path: inProject('/people/ada/upcoming'),
  },
  { name: 'providers', route: '/p/$projectId/providers/', path: inProject('/providers') },
  { name: 'provider-kinds', route: '/p/$projectId/providers/new/', path: inProject('/providers/new') },
  {
    name: 'provider-new',
    route: '/p/$projectId/providers/new/$kind',
    path: inProject('/providers/new/smtp'),
  },
  {
    name: 'provider',
    route: '/p/$projectId/providers/$providerId/',
    path: inProject('/providers/relay'),
  },
  {
    name: 'provider-deliveries',
    route: '/p/$projectId/providers/$providerId/deliveries',
    path: inProject('/providers/relay/deliveries'),
  },
  {
    name: 'provider-upcoming',
    route: '/p/$projectId/providers/$providerId/upcoming',
    path: inProject('/providers/relay/upcoming'),
  },
  {
    name: 'provider-activity',
    route: '/p/$projectId/providers/$providerId/activity',
    path: inProject('/providers/relay/activity'),
  },
  { name: 'inbox', route: '/p/$projectId/inbox', path: inProject('/inbox') },
  { name: 'inbox-item', route: '/p/$projectId/inbox/$itemId', path: inProject('/inbox/:caught') },
  { name: 'activity', route: '/p/$projectId/activity', path: inProject('/activity') },
  {
    name: 'settings-project',
    route: '/p/$projectId/settings/project',
    path: inProject('/settings/project'),
  },
  {
    name: 'settings-sending',
    route: '/p/$projectId/settings/sending',
    path: inProject('/settings/sending'),
  },
  { name: 'settings-keys', route: '/p/$projectId/settings/keys/', path: inProject('/settings/keys') },
  {
    name: 'settings-key-new',
    route: '/p/$projectId/settings/keys/new',
    path: inProject('/settings/keys/new'),
  },
  {
    name: 'settings-key',
    route: '/p/$projectId/settings/keys/$keyId',
    path: inProject('/settings/keys/:key'),
  },
  { name: 'settings-files', route: '/p/$projectId/settings/files/', path: inProject('/settings/files') },
  {
    name: 'settings-bucket-new',
    route: '/p/$projectId/settings/files/new',
    path: inProject('/settings/files/new'),
  },
  {
    name: 'settings-bucket',
    route: '/p/$projectId/settings/files/$bucketId/',
    path: inProject('/settings/files/pictures'),
  },
  {
    name: 'settings-bucket-limits',
    route: '/p/$projectId/settings/files/$bucketId/limits',
    path: inProject('/settings/files/pictures/limits'),
  },
  {
    name: 'settings-administrators',
    route: '/p/$projectId/settings/administrators',
    path: inProject('/settings/administrators'),
  },
  {
    name: 'settings-account',
    route: '/p/$projectId/settings/account',
    path: inProject('/settings/account'),
  },
  {
    name: 'settings-appearance',
    route: '/p/$projectId/settings/appearance',
    path: inProject('/settings/appearance'),
  },
]

/** Those that show nothing of their own: they lead on to others, or stand around them. */
const frames = [
  '/',
  '/p/$projectId',
  '/p/$projectId/messages/$messageId',
  '/p/$projectId/people/$userId',
  '/p/$projectId/providers/$providerId',
  '/p/$projectId/settings',
  '/p/$projectId/settings/',
  '/p/$projectId/settings/files/$bucketId',
  '/p/$projectId/topics/$topicId',
]

/** The routes of the console that are no screen of the list above; none, where it is whole. */
export function missingRoutes() {
  const tree = readFileSync(new URL('../src/route-tree.gen.ts', import.meta.url), 'utf8')
  const union = /fullPaths:\n((?: *\| '[^']+'\n?)+)/.exec(tree)?.[1] ?? ''
  const routes = [...union.matchAll(/'([^']+)'/g)].map(([, route = '']) => route)
  if (routes.length === 0) throw new Error('no routes were found in the route tree')
  const known = new Set([...frames, ...screens.map(({ route }) => route)])
  return routes.filter((route) => !known.has(route))
}
