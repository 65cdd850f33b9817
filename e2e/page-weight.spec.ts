import { fetchedBy, limitBytes, scriptAndStyle, totalBytes } from '../bench/page-weight.js'
import { expect, test } from './fixtures.ts'

test.use({ signedIn: false })

test('sign-in weighs at most 150 KiB of script and style', async ({ page }) => {
  const counted = scriptAndStyle(await fetchedBy(page, '/sign-in'))

  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  expect(counted.length).toBeGreaterThan(1)
  expect(totalBytes(counted)).toBeLessThanOrEqual(limitBytes)
})
