import { expect, test } from 'vitest'
import { aServer, publicUrl } from '../testing/app.ts'
import { makeSetUpToken } from './set-up.ts'

test('from the set-up link to signing out and in again', async () => {
  const { services, call } = await aServer()
  let cookie = ''
  const asBrowser = async (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: object) => {
    const headers = { 'x-appwrite-key': '', origin: publicUrl, cookie }
    const answer = await call(method, `/console${path}`, { headers, ...(body ? { body } : {}) })
    const set = answer.headers['set-cookie']
    if (set !== undefined) cookie = String(set).split(';')[0] ?? ''
    return answer
  }
  const ada = { email: 'ada@example.org', password: 'correct horse battery staple' }

  expect((await asBrowser('GET', '/status')).body.setUp).toBe(false)
  expect((await asBrowser('GET', '/session')).body).toBeNull()
  const token = await makeSetUpToken(services.db)
  const made = await asBrowser('POST', '/set-up', { token, ...ada, projectName: 'Bells' })
  expect(made.body).toMatchObject({
    administrator: { role: 'owner' },
    projects: [{ name: 'acme' }, { name: 'Bells' }],
  })
  expect((await asBrowser('GET', '/status')).body.setUp).toBe(true)

  const project = await asBrowser('POST', '/projects', { projectId: 'chimes', name: 'Chimes' })
  expect(project.status).toBe(201)
  const changed = await asBrowser('PATCH', '/projects/chimes', { undoSeconds: 30 })
  expect(changed.body).toMatchObject({ name: 'Chimes', undoSeconds: 30 })

  expect((await asBrowser('DELETE', '/session')).status).toBe(204)
  expect((await asBrowser('GET', '/session')).body).toBeNull()
  expect((await asBrowser('POST', '/session', { ...ada, password: 'wrong' })).status).toBe(401)
  expect((await asBrowser('POST', '/session', ada)).status).toBe(201)
  expect((await asBrowser('GET', '/session')).body.administrator.email).toBe(ada.email)
})
