// The test inbox: what test providers send, as its recipient would have seen it and as it was sent.
import { addPerson, addTestProvider, createEmail, expect, rowsOf, test, untilDone } from './fixtures.ts'
import { allowLines } from './quiet-console.ts'

test.beforeEach(async ({ project }) => {
  await addTestProvider(project)
  await addPerson(project, 'ada', 'Ada Lovelace')
})

test('an HTML e-mail is shown in a frame that can do nothing', async ({ page, project }) => {
  allowLines(page, /^Loading the image '[^']*' violates the following Content Security Policy/)
  const content =
    '<h1>Practice</h1><script>parent.document.title = "taken over"</script><img src=x onerror="parent.document.title=1">'
  await untilDone(project, await createEmail(project, { html: true, content }))

  await page.goto(project.page('/inbox'))
  await page.getByRole('link', { name: 'Bell practice' }).click()
  const frame = page.getByTitle('The e-mail “Bell practice”')
  await expect(frame.contentFrame().getByRole('heading', { name: 'Practice' })).toBeVisible()
  await expect(frame).not.toHaveAttribute('sandbox', /allow-(scripts|same-origin)/)
  await expect(page).not.toHaveTitle(/taken over|^1/)

  await page.getByRole('tab', { name: 'Headers' }).click()
  await expect(page.getByRole('tabpanel')).toContainText('Message-ID')
  await page.getByRole('tab', { name: 'Source' }).click()
  await expect(page.getByRole('tabpanel')).toContainText('Subject: Bell practice')
})

test('a search finds what was caught by its words', async ({ page, project }) => {
  await untilDone(project, await createEmail(project))
  await untilDone(project, await createEmail(project, { subject: 'Supper', content: 'Soup.' }))

  await page.goto(project.page('/inbox'))
  const rows = () => rowsOf(page.getByRole('table', { name: 'Test inbox' }))
  await expect.poll(rows).toHaveLength(2)
  await page.getByRole('textbox', { name: 'Search the inbox' }).fill('soup')
  await expect
    .poll(async () => (await rows()).map(({ Item }) => Item))
    .toEqual([expect.stringContaining('Supper')])

  await test.step('and the way back from it leads there, also where it takes the place of the list', async () => {
    await page.setViewportSize({ width: 390, height: 780 })
    await page.getByRole('link', { name: 'Supper' }).click()
    await expect(page.getByRole('heading', { name: 'Supper' })).toBeVisible()
    await page.getByRole('main').getByRole('link', { name: 'Test inbox' }).click()
    await expect(page.getByRole('textbox', { name: 'Search the inbox' })).toHaveValue('soup')
  })
})

test('emptying the inbox leaves the deliveries as they are', async ({ page, project }) => {
  const messageId = await createEmail(project)
  await untilDone(project, messageId)

  await page.goto(project.page('/inbox'))
  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: /Delete all/ }).click()
  await page.getByRole('button', { name: 'Delete 1 item' }).click()
  await expect(page.getByText('Nothing has come in yet')).toBeVisible()

  await page.goto(project.page(`/messages/${messageId}/deliveries`))
  await expect
    .poll(() => rowsOf(page.getByRole('table', { name: 'Deliveries' })))
    .toMatchObject([{ Recipient: expect.stringContaining('ada@example.org'), State: 'Sent' }])
})
