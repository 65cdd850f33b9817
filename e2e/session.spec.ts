// Signing in and out.
import { createEmail, expect, owner, test } from './fixtures.ts'
import { allowRefusals } from './quiet-console.ts'

test.use({ signedIn: false })

test('whoever signs in comes to where they wanted to go', async ({ page, project }) => {
  await page.goto(project.page('/inbox'))
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()

  await page.getByLabel('E-mail address').fill(owner.email)
  await page.getByLabel('Password', { exact: true }).fill(owner.password)
  await page.getByRole('button', { name: 'Sign in' }).click()

  await expect(page.getByRole('heading', { name: 'Test inbox' })).toBeVisible()
  await expect(page).toHaveURL(new RegExp(`${project.page('/inbox')}$`))
})

test('a wrong password is refused without saying which half is wrong', async ({ page }) => {
  allowRefusals(page, 401)
  await page.goto('/sign-in')
  await page.getByLabel('E-mail address').fill(owner.email)
  await page.getByLabel('Password', { exact: true }).fill('not the password')
  await page.getByRole('button', { name: 'Sign in' }).click()

  await expect(page.getByRole('alert')).toContainText(/address (and|or) (the |this )?password/)
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
})

test('empty fields are named before anything is sent', async ({ page }) => {
  await page.goto('/sign-in')
  await page.getByRole('button', { name: 'Sign in' }).click()

  await expect(page.getByRole('alert')).toContainText('2 fields need another look')
  await expect(page.getByLabel('E-mail address')).toHaveAttribute('aria-invalid', 'true')
})

test('signing out ends the session on the server too', async ({ page, context, project }) => {
  await page.goto(project.page('/messages'))
  await page.getByLabel('E-mail address').fill(owner.email)
  await page.getByLabel('Password', { exact: true }).fill(owner.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('heading', { name: 'Messages' })).toBeVisible()
  const before = await context.cookies()

  await createEmail(project, { draft: true, users: [] })
  await page.getByRole('link', { name: 'Bell practice' }).click()
  await expect(page.getByRole('heading', { name: 'Bell practice' })).toBeVisible()
  const isNamed = () => page.evaluate(() => JSON.stringify(localStorage).includes('Bell practice'))
  expect(await isNamed()).toBe(true)
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  expect(await isNamed(), 'what was looked at is still in this browser').toBe(false)

  await context.addCookies(before)
  await page.goto(project.page('/messages'))
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
})
