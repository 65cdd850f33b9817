// Links that work once: an invitation, and another password.
import { type Call, expect, test } from './fixtures.ts'
import { expectGoodLooks } from './looks.ts'
import { allowRefusals } from './quiet-console.ts'

test.use({ signedIn: false })

/** A new administrator's address, and the link that was made for him; the path of it, since the test's server has its own name. */
async function invite(call: Call, email: string): Promise<string> {
  const { url } = await call<{ url: string }>('POST', '/console/invitations', { email, role: 'editor' })
  return pathOf(url)
}

function pathOf(url: string): string {
  const { pathname, hash } = new URL(url)
  return pathname + hash
}

test('whoever is invited joins by the link, once', async ({ page, project }) => {
  allowRefusals(page, 410)
  const link = await invite(project.call, `${project.id}@example.org`)
  await page.goto(link)
  await expect(page.getByRole('heading', { name: 'Join Carillon' })).toBeVisible()
  await page.getByRole('button', { name: 'Join Carillon' }).click()
  await expect(page.getByLabel('Password', { exact: true })).toHaveAttribute('aria-invalid', 'true')
  await expectGoodLooks(page)

  await page.getByLabel('Your name').fill('Emmy Noether')
  await page.getByLabel('Password', { exact: true }).fill('a tower of seven bells')
  await page.getByRole('button', { name: 'Join Carillon' }).click()
  await expect(page.getByText('Emmy Noether')).toBeVisible()

  await page.context().clearCookies()
  await page.goto('/sign-in')
  await page.goto(link)
  await expect(page.getByText('This link does not work')).toBeVisible()
  await expectGoodLooks(page)
})

test('another password is chosen by a link, and only it opens from then on', async ({ page, project }) => {
  allowRefusals(page, 401)
  const email = `${project.id}@example.org`
  await page.goto(await invite(project.call, email))
  await page.getByLabel('Password', { exact: true }).fill('a tower of seven bells')
  await page.getByRole('button', { name: 'Join Carillon' }).click()
  await page.waitForURL(/\/p\//)
  await page.context().clearCookies()

  const { administrators } = await project.call<{ administrators: { $id: string; email: string }[] }>(
    'GET',
    '/console/administrators?queries[]={"method":"limit","values":[200]}',
  )
  const id = administrators.find((one) => one.email === email)?.$id
  const { url } = await project.call<{ url: string }>(
    'POST',
    `/console/administrators/${id}/password-reset`,
    {},
  )
  await page.goto('/sign-in')
  await page.goto(pathOf(url))
  await expect(page.getByRole('heading', { name: 'Choose a new password' })).toBeVisible()
  await expectGoodLooks(page)
  await page.getByLabel('New password').fill('eight bells in the tower')
  await page.getByRole('button', { name: 'Change password and sign in' }).click()
  await page.waitForURL(/\/p\//)

  await page.context().clearCookies()
  for (const [password, opens] of [
    ['a tower of seven bells', false],
    ['eight bells in the tower', true],
  ] as const) {
    await page.goto('/sign-in')
    await page.getByLabel('E-mail address').fill(email)
    await page.getByLabel('Password', { exact: true }).fill(password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    if (opens) await page.waitForURL(/\/p\//)
    else await expect(page.getByRole('alert')).toBeVisible()
  }
})

test('a link that was cut off says so', async ({ page }) => {
  for (const path of ['/accept-invitation', '/reset-password']) {
    await page.goto(path)
    await expect(page.getByText('It is cut off')).toBeVisible()
  }
})
