// Who may call what, written by hand and not derived from the contract, so that the two can be held against each other:
// method, path, the scopes of which a key needs one, and one behind `&` (`-`: no key may), the least role (`anybody`: nothing is asked; `visitor`:
// nothing but a project; `nobody`: no administrator may), and
// `user` where a person with a session or a JWT may call as well.
const table = `
GET     /health/version                                       -                                   anybody
GET     /health/live                                          -                                   anybody
GET     /health/ready                                         -                                   anybody
GET     /openapi.json                                         -                                   anybody

GET     /console/status                                       -                                   anybody
POST    /console/set-up                                       -                                   anybody
GET     /console/session                                      -                                   anybody
POST    /console/session                                      -                                   anybody
DELETE  /console/session                                      -                                   anybody
POST    /console/projects                                     -                                   owner
PATCH   /console/projects/:projectId                          -                                   owner
DELETE  /console/projects/:projectId                          -                                   owner
GET     /console/projects/:projectId/keys                     -                                   owner
POST    /console/projects/:projectId/keys                     -                                   owner
PATCH   /console/projects/:projectId/keys/:keyId              -                                   owner
DELETE  /console/projects/:projectId/keys/:keyId              -                                   owner
GET     /console/administrators                               -                                   owner
PATCH   /console/administrators/:administratorId              -                                   owner
DELETE  /console/administrators/:administratorId              -                                   owner
POST    /console/administrators/:administratorId/password-reset -                                 owner
GET     /console/invitations                                  -                                   owner
POST    /console/invitations                                  -                                   owner
DELETE  /console/invitations/:invitationId                    -                                   owner
POST    /console/invitation/check                             -                                   anybody
POST    /console/invitation                                   -                                   anybody
POST    /console/password-reset/check                         -                                   anybody
POST    /console/password-reset                               -                                   anybody
PATCH   /console/account                                      -                                   viewer
POST    /console/account/password                             -                                   viewer
GET     /console/sessions                                     -                                   viewer
DELETE  /console/sessions                                     -                                   viewer
DELETE  /console/sessions/:sessionId                          -                                   viewer

GET     /logs                                                 logs.read                           viewer
GET     /logs.csv                                             logs.read                           viewer
GET     /logs/filter-values                                   logs.read                           viewer
GET     /logs/:logId                                          logs.read                           viewer

GET     /messaging/providers                                  providers.read                      viewer
GET     /messaging/providers/:providerId                      providers.read                      viewer
GET     /messaging/providers/:providerId/logs                 providers.read                      viewer
GET     /messaging/providers/:providerId/uses                 providers.read                      viewer
POST    /messaging/providers/check                            providers.write                     owner
DELETE  /messaging/providers/:providerId                      providers.write                     owner
POST    /messaging/providers/smtp                             providers.write                     owner
PATCH   /messaging/providers/smtp/:providerId                 providers.write                     owner
POST    /messaging/providers/apns                             providers.write                     owner
PATCH   /messaging/providers/apns/:providerId                 providers.write                     owner
POST    /messaging/providers/fcm                              providers.write                     owner
PATCH   /messaging/providers/fcm/:providerId                  providers.write                     owner
POST    /messaging/providers/mailgun                          providers.write                     owner
PATCH   /messaging/providers/mailgun/:providerId              providers.write                     owner
POST    /messaging/providers/msg91                            providers.write                     owner
PATCH   /messaging/providers/msg91/:providerId                providers.write                     owner
POST    /messaging/providers/resend                           providers.write                     owner
PATCH   /messaging/providers/resend/:providerId               providers.write                     owner
POST    /messaging/providers/sendgrid                         providers.write                     owner
PATCH   /messaging/providers/sendgrid/:providerId             providers.write                     owner
POST    /messaging/providers/ses                              providers.write                     owner
PATCH   /messaging/providers/ses/:providerId                  providers.write                     owner
POST    /messaging/providers/telesign                         providers.write                     owner
PATCH   /messaging/providers/telesign/:providerId             providers.write                     owner
POST    /messaging/providers/textmagic                        providers.write                     owner
PATCH   /messaging/providers/textmagic/:providerId            providers.write                     owner
POST    /messaging/providers/twilio                           providers.write                     owner
PATCH   /messaging/providers/twilio/:providerId               providers.write                     owner
POST    /messaging/providers/vonage                           providers.write                     owner
PATCH   /messaging/providers/vonage/:providerId               providers.write                     owner
POST    /messaging/providers/inbox                            providers.write                     owner
PATCH   /messaging/providers/inbox/:providerId                providers.write                     owner

GET     /messaging/topics                                     topics.read                         viewer
POST    /messaging/topics                                     topics.write                        editor
GET     /messaging/topics/:topicId                            topics.read                         viewer
PATCH   /messaging/topics/:topicId                            topics.write                        editor
DELETE  /messaging/topics/:topicId                            topics.write                        editor
GET     /messaging/topics/:topicId/logs                       topics.read                         viewer
GET     /messaging/topics/:topicId/uses                       messages.read                       viewer

GET     /messaging/topics/:topicId/subscribers                subscribers.read                    viewer    user
GET     /messaging/topics/:topicId/subscribers.csv            subscribers.read                    viewer    user
GET     /messaging/subscribers                                subscribers.read                    viewer
GET     /messaging/subscribers.csv                            subscribers.read                    viewer
POST    /messaging/topics/:topicId/subscribers                subscribers.write                   editor    user
POST    /messaging/topics/:topicId/subscribers/batch          subscribers.write                   editor
GET     /messaging/topics/:topicId/subscribers/:subscriberId  subscribers.read                    viewer    user
DELETE  /messaging/topics/:topicId/subscribers/:subscriberId  subscribers.write                   editor    user
GET     /messaging/subscribers/:subscriberId/logs             subscribers.read                    viewer

GET     /messaging/suppressions                               targets.read                        viewer
POST    /messaging/suppressions                               targets.write                       editor
GET     /messaging/suppressions/:suppressionId                targets.read                        viewer
DELETE  /messaging/suppressions/:suppressionId                targets.write                       editor

GET     /messaging/messages                                   messages.read                       viewer
GET     /messaging/messages/:messageId                        messages.read                       viewer
GET     /messaging/messages/:messageId/targets                messages.read                       viewer
GET     /messaging/messages/:messageId/logs                   messages.read                       viewer
POST    /messaging/messages/email                             messages.write                      author
PATCH   /messaging/messages/email/:messageId                  messages.write                      author
POST    /messaging/messages/sms                               messages.write                      author
PATCH   /messaging/messages/sms/:messageId                    messages.write                      author
POST    /messaging/messages/push                              messages.write                      author
PATCH   /messaging/messages/push/:messageId                   messages.write                      author
DELETE  /messaging/messages/:messageId                        messages.write                      author
POST    /messaging/messages/:messageId/send                   messages.write                      editor
POST    /messaging/messages/:messageId/cancel                 messages.write                      editor
POST    /messaging/messages/:messageId/retry                  messages.write                      editor
POST    /messaging/audience                                   messages.read                       viewer
POST    /messaging/audience/recipients                        messages.read&users.read|targets.read viewer
GET     /messaging/messages/:messageId/deliveries             messages.read                       viewer
GET     /messaging/messages/:messageId/deliveries.csv         messages.read                       viewer
GET     /messaging/messages/:messageId/failures               messages.read                       viewer
GET     /messaging/messages/:messageId/why                    messages.read&users.read|targets.read viewer
GET     /messaging/deliveries                                 messages.read                       viewer
GET     /messaging/deliveries.csv                             messages.read                       viewer
GET     /messaging/deliveries/:deliveryId                     messages.read                       viewer
POST    /messaging/deliveries/:deliveryId/settle              messages.write                      editor
GET     /messaging/stats                                      messages.read                       viewer

GET     /inbox/items                                          messages.read                       viewer
DELETE  /inbox/items                                          messages.write                      editor
GET     /inbox/items/:itemId                                  messages.read                       viewer
GET     /inbox/items/:itemId/source                           messages.read                       viewer
GET     /inbox/items/:itemId/html                             messages.read                       viewer
GET     /inbox/items/:itemId/attachments/:part                messages.read                       viewer
DELETE  /inbox/items/:itemId                                  messages.write                      editor

GET     /users                                                users.read                          viewer
GET     /users.csv                                            users.read                          viewer
POST    /users                                                users.write                         editor
GET     /users/:userId                                        users.read                          viewer
DELETE  /users/:userId                                        users.write                         editor
PATCH   /users/:userId/name                                   users.write                         editor
PATCH   /users/:userId/email                                  users.write                         editor
PATCH   /users/:userId/phone                                  users.write                         editor
PATCH   /users/:userId/status                                 users.write                         editor
GET     /users/:userId/targets                                targets.read|users.read             viewer
POST    /users/:userId/targets                                targets.write|users.write           editor
GET     /users/:userId/targets/:targetId                      targets.read|users.read             viewer
PATCH   /users/:userId/targets/:targetId                      targets.write|users.write           editor
DELETE  /users/:userId/targets/:targetId                      targets.write|users.write           editor
PUT     /users/:userId/labels                                 users.write                         editor
PATCH   /users/:userId/verification                           users.write                         editor
PATCH   /users/:userId/verification/phone                     users.write                         editor
POST    /users/:userId/sessions                               users.write                         editor
POST    /users/:userId/jwts                                   users.write                         editor

POST    /account                                              -                                   visitor
POST    /account/sessions/email                               -                                   visitor
GET     /account                                              -                                   nobody    user
DELETE  /account/sessions/:sessionId                          -                                   nobody    user
POST    /account/jwts                                         -                                   nobody    user
POST    /account/targets/push                                 -                                   nobody    user
PUT     /account/targets/:targetId/push                       -                                   nobody    user
DELETE  /account/targets/:targetId/push                       -                                   nobody    user

GET     /storage/buckets                                              buckets.read                        viewer
POST    /storage/buckets                                              buckets.write                       author
GET     /storage/buckets/:bucketId                                    buckets.read                        viewer
PUT     /storage/buckets/:bucketId                                    buckets.write                       editor
DELETE  /storage/buckets/:bucketId                                    buckets.write                       editor
GET     /storage/buckets/:bucketId/files                              files.read                          viewer    user
POST    /storage/buckets/:bucketId/files                              files.write                         author    user
GET     /storage/buckets/:bucketId/files/:fileId                      files.read                          viewer    user
PUT     /storage/buckets/:bucketId/files/:fileId                      files.write                         editor    user
DELETE  /storage/buckets/:bucketId/files/:fileId                      files.write                         editor    user
GET     /storage/buckets/:bucketId/files/:fileId/download             files.read                          viewer    user
GET     /storage/buckets/:bucketId/files/:fileId/view                 files.read                          viewer    user
GET     /storage/buckets/:bucketId/files/:fileId/preview              files.read                          viewer    user
GET     /storage/buckets/:bucketId/files/:fileId/push                 -                                   nobody
`

export type ExpectedAccess = {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  readonly path: string
  readonly scopes: readonly string[]
  /** One of these too, where there are any. */
  readonly and: readonly string[]
  readonly role: string
  readonly user: boolean
}

export const expectedAccess: readonly ExpectedAccess[] = table
  .split('\n')
  .filter((line) => line.trim() !== '')
  .map((line) => {
    const [method = '', path = '', needed = '', role = '', user] = line.trim().split(/\s+/)
    const [scopes = '', and = ''] = needed.split('&')
    return {
      method: method as ExpectedAccess['method'],
      path,
      scopes: scopes === '-' ? [] : scopes.split('|'),
      and: and === '' ? [] : and.split('|'),
      role,
      user: user === 'user',
    }
  })
