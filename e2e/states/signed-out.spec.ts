import { expect, test } from '../fixtures.ts'
import { allowRefusals } from '../quiet-console.ts'
import { expectEveryStateFit, open } from './state.ts'

test.use({ signedIn: false })

expectEveryStateFit({
  'sign-in': (page) => open(page, '/sign-in', 'Sign in'),
  'sign-in, nothing filled in': async (page) => {
    await open(page, '/sign-in', 'Sign in')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await expect(page.getByRole('alert')).toBeVisible()
  },
  'sign-in, refused': async (page) => {
    allowRefusals(page, 401)
    await open(page, '/sign-in', 'Sign in')
    await page.getByLabel('E-mail address').fill('nobody@example.org')
    await page.getByLabel('Password', { exact: true }).fill('not the password')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await expect(page.getByRole('alert')).toBeVisible()
  },
  'set-up, done already': (page) => open(page, '/set-up', 'Carillon is set up'),
  'an address that leads nowhere': (page) => open(page, '/nowhere', 'There is nothing here'),
})
