// Every screen while what it shows is awaited, when it could not be had, and when it came at the second try.
import { expect } from '../fixtures.ts'
import { type Gateway, startGateway } from '../gateway.ts'
import { expectGoodLooks } from '../looks.ts'
import { allowRefusals } from '../quiet-console.ts'
import { screens } from '../screens.js'
import { test as base } from '../with-filled-project.ts'

const test = base.extend<object, { gateway: Gateway }>({
  gateway: [
    async ({ carillon }, use) => {
      const gateway = await startGateway(carillon.url)
      await use(gateway)
      await gateway.close()
    },
    { scope: 'worker' },
  ],
})

/** Those that ask for nothing before they are used. */
const selfContained = new Set([
  'new-project',
  'provider-kinds',
  'provider-new',
  'settings-project',
  'settings-key-new',
  'settings-bucket-new',
  'settings-appearance',
])

const routes = new Set<string>()
for (const { name, route, path, signedOut } of screens) {
  if (signedOut || selfContained.has(name) || routes.has(route)) continue
  routes.add(route)
  test(`${name}, awaited and not to be had, is fit for everybody`, async ({ page, gateway, filled }) => {
    allowRefusals(page, 500)
    gateway.hold()
    await page.goto(gateway.url + path(filled))
    await expect.poll(gateway.waiting).toBeGreaterThan(0)
    // A form can be filled in before what it suggests is there.
    if (name !== 'composer') await expect(page.getByText(/loading/i).first()).toBeAttached()
    await expectGoodLooks(page)

    gateway.fail()
    const alert = page.getByRole('alert').filter({ hasText: 'The server could not answer' }).first()
    await expect(alert).toBeVisible()
    await expectGoodLooks(page)

    gateway.open()
    // One part of the page after the other, where several could not be had.
    await expect(async () => {
      for (const button of await page.getByRole('button', { name: 'Try again' }).all())
        await button.click({ timeout: 1000 })
      await expect(page.getByText('The server could not answer')).toHaveCount(0, { timeout: 2000 })
    }).toPass()
    await expect(page.getByText(/^loading/i)).toHaveCount(0)
  })
}
