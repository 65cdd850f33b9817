// The calendar: what stands where by whose clocks, the ways through time, and from a day to a new message.
import type { Locator, Page } from '@playwright/test'
import { tabTo } from './by-keyboard.ts'
import { addPerson, addTestProvider, createEmail, expect, type Project, test, untilDone } from './fixtures.ts'

const cell = (page: Page, day: string): Locator =>
  page.getByRole('gridcell', { name: new RegExp(`\\b${day}\\b`) })

async function schedule(project: Project, subject: string, scheduledAt: string): Promise<void> {
  await createEmail(project, { subject, scheduledAt, timeZone: 'Europe/Berlin' })
}

async function open(page: Page, project: Project, search: string, month: string): Promise<void> {
  await page.goto(project.page(`/calendar${search}`))
  await expect(page.getByRole('heading', { name: month, level: 2 })).toBeVisible()
  await expect(page.getByText('Loading…')).toHaveCount(0)
}

test.describe('somebody in New York', () => {
  test.use({ timezoneId: 'America/New_York', locale: 'en-US' })

  test('sees messages by the clocks of the project, which is named, and by their own', async ({
    page,
    project,
  }) => {
    await addPerson(project, 'ada', 'Ada Lovelace')
    await schedule(project, 'Late bells', '2037-06-02T22:30:00Z')
    await open(page, project, '?date=2037-06-15', 'June 2037')
    // A week begins on Sunday there.
    await expect(page.getByRole('columnheader').first()).toContainText('Sunday')

    const zone = page.getByRole('combobox', { name: 'Time zone' })
    await expect(zone.getByRole('option', { selected: true })).toHaveText('Europe/Berlin (the project’s)')
    await expect(cell(page, 'June 3').getByRole('button', { name: /12:30 AM.*Late bells/ })).toBeVisible()
    await zone.selectOption('America/New_York')
    const entry = cell(page, 'June 2').getByRole('button', { name: /06:30 PM.*Scheduled.*Late bells/ })
    await expect(entry).toBeVisible()
    await expect(cell(page, 'June 3').getByRole('button', { name: /Late bells/ })).toHaveCount(0)
    await expect(page).toHaveURL(/zone=America(%2F|\/)New_York/)
    await page.reload()

    await entry.click()
    const popover = page.getByRole('dialog', { name: 'Late bells' })
    await expect(popover).toContainText(
      /Europe\/Berlin \(the project’s\)\s*Wed, Jun 3, 2037, 12:30 AM UTC\+02:00/,
    )
    await expect(popover).toContainText(/America\/New York \(yours\)\s*Tue, Jun 2, 2037, 06:30 PM UTC-04:00/)
    await expect(popover).toContainText('Person: Ada Lovelace')
    // The way back closes it first.
    await page.goBack()
    await expect(popover).toBeHidden()
    await expect(page).toHaveURL(/zone=/)
  })
})

test('a day on which clocks change has all its messages, in the order in which they go out', async ({
  page,
  project,
}) => {
  await addPerson(project, 'ada', 'Ada Lovelace')
  // Spring: from its midnight, by the clocks of winter, to the last half hour, by those of summer; 23 hours in all.
  await schedule(project, 'First of the short day', '2037-03-28T23:00:00Z')
  await schedule(project, 'Last of the short day', '2037-03-29T21:30:00Z')
  await schedule(project, 'First of the next', '2037-03-29T22:00:00Z')
  // Autumn: 02:10 comes twice.
  await schedule(project, 'At the second ten past two', '2037-10-25T01:10:00Z')
  await schedule(project, 'At the first half past two', '2037-10-25T00:30:00Z')
  await schedule(project, 'Last of the long day', '2037-10-25T22:59:00Z')

  await open(page, project, '?date=2037-03-01', 'March 2037')
  await expect(cell(page, '29 March').getByRole('button', { name: /the short day/ })).toHaveText([
    /00:00.*First/,
    /23:30.*Last/,
  ])
  await expect(cell(page, '30 March').getByRole('button', { name: /00:00.*First of the next/ })).toBeVisible()

  await open(page, project, '?view=agenda&date=2037-10-03', 'October 2037')
  const day = page.getByRole('region', { name: /25 October/ })
  await expect(day.getByRole('listitem')).toHaveText([
    /02:30.*At the first half past two/,
    /02:10.*At the second ten past two/,
    /23:59.*Last of the long day/,
  ])
})

test('the days are walked through by keyboard alone, from the month to a message and back', async ({
  page,
  project,
}) => {
  await addPerson(project, 'ada', 'Ada Lovelace')
  await schedule(project, 'Leap day bells', '2048-02-29T08:00:00Z')
  await page.goto(project.page('/messages'))
  await expect(page.getByRole('heading', { name: 'Messages' })).toBeVisible()
  await page.keyboard.press('g')
  await page.keyboard.press('c')
  await expect(page.getByRole('heading', { name: 'Calendar', level: 1 })).toBeVisible()
  await expect(page.locator('[aria-current=date]')).toHaveCount(1)

  await open(page, project, '?date=2048-01-31', 'January 2048')
  await cell(page, '31 January').focus()
  await page.keyboard.press('PageDown')
  await expect(page.getByRole('heading', { name: 'February 2048' })).toBeVisible()
  await expect(cell(page, '29 February')).toBeFocused()
  await page.keyboard.press('ArrowRight')
  await expect(cell(page, '1 March')).toBeFocused()
  await expect(page.getByRole('heading', { name: 'March 2048' })).toBeVisible()
  await page.keyboard.press('ArrowUp')
  await expect(cell(page, '23 February')).toBeFocused()
  await page.keyboard.press('End')
  await expect(cell(page, 'Sunday,? 23 February')).toBeFocused()
  await page.keyboard.press('Home')
  await expect(cell(page, '17 February')).toBeFocused()
  await page.keyboard.press('PageUp')
  await expect(cell(page, '17 January')).toBeFocused()
  await page.keyboard.press('PageDown')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('ArrowLeft')
  await expect(cell(page, '29 February')).toBeFocused()
  await expect(cell(page, '29 February')).toHaveAccessibleName(/1 message$/)

  await test.step('Tab leads into the day, Escape back out of it', async () => {
    const entry = cell(page, '29 February').getByRole('button', { name: /Leap day bells/ })
    await page.keyboard.press('Tab')
    await expect(cell(page, '29 February').getByRole('button', { name: /^Write an e-mail/ })).toBeFocused()
    await page.keyboard.press('Tab')
    await expect(entry).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('dialog', { name: 'Leap day bells' })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toBeHidden()
    await expect(entry).toBeFocused()
    await page.keyboard.press('Escape')
    await expect(cell(page, '29 February')).toBeFocused()
  })

  await test.step('Enter opens the day, and its message', async () => {
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: /29 February 2048/, level: 2 })).toBeVisible()
    await page.getByRole('button', { name: /Leap day bells/ }).focus()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('dialog', { name: 'Leap day bells' })).toBeFocused()
    await tabTo(page, page.getByRole('link', { name: 'Open', exact: true }))
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: 'Leap day bells', level: 1 })).toBeVisible()
    await page.goBack()
    await expect(page.getByRole('dialog', { name: 'Leap day bells' })).toBeVisible()
    await page.keyboard.press('Escape')
  })

  await page.keyboard.press('t')
  await expect(page.getByText('Nothing at this time')).toBeVisible()
  await expect(page).not.toHaveURL(/date=/)
})

test('a day that holds more than its cell says how many, and opens with all of them', async ({
  page,
  project,
}) => {
  await addPerson(project, 'ada', 'Ada Lovelace')
  // More than one page of what the server gives at once.
  for (let begun = 0; begun < 260; begun += 20) {
    const minutes = Array.from({ length: 20 }, (_, index) => begun + index)
    await Promise.all(
      minutes.map((minute) =>
        schedule(
          project,
          `Bells ${minute}`,
          new Date(Date.parse('2037-06-03T06:00:00Z') + minute * 60_000).toISOString(),
        ),
      ),
    )
  }
  await open(page, project, '?date=2037-06-20', 'June 2037')
  await expect(page.getByText('260 messages', { exact: true })).toBeVisible()
  await expect(cell(page, '3 June')).toHaveAccessibleName(/260 messages$/)
  await cell(page, '3 June').getByRole('button', { name: '+258 more' }).click()
  await expect(page.getByRole('heading', { name: /3 June 2037/, level: 2 })).toBeVisible()
  await expect(page.getByRole('main').getByRole('listitem')).toHaveCount(260)
  await page.goBack()
  await expect(page.getByRole('heading', { name: 'June 2037', level: 2 })).toBeVisible()
})

test('what was sent stands where it went out, and filters tell channels and states apart', async ({
  page,
  project,
}) => {
  await addTestProvider(project)
  await addPerson(project, 'ada', 'Ada Lovelace')
  const inThreeHours = new Date(Date.now() + 3 * 3_600_000).toISOString()
  await project.call('POST', '/messaging/messages/sms', {
    messageId: 'unique()',
    content: 'Ring at noon',
    users: ['ada'],
    scheduledAt: inThreeHours,
  })
  // A time that is over with: it was sent at once.
  const early = await createEmail(project, { subject: 'Early bells', scheduledAt: '2037-06-03T07:00:00Z' })
  await project.call('PATCH', `/messaging/messages/email/${early}`, { draft: false })
  const sent = await createEmail(project, { subject: 'Bells at once' })
  for (const messageId of [early, sent]) await untilDone(project, messageId)
  await createEmail(project, { subject: 'No bells', draft: true })

  await page.goto(project.page('/calendar?view=agenda'))
  const main = page.getByRole('main')
  const sms = main.getByRole('button', { name: /SMS.*Ring at noon.*Scheduled/ })
  await expect(main.getByRole('button', { name: /E-mail.*Bells at once.*Sent/ })).toBeVisible()
  await expect(main.getByRole('button', { name: /Early bells.*Sent/ })).toBeVisible()
  await expect(main.getByText('No bells')).toHaveCount(0)

  await page.getByRole('button', { name: 'Channel' }).click()
  await page.getByRole('checkbox', { name: 'E-mail' }).check()
  await page.keyboard.press('Escape')
  await expect(sms).toHaveCount(0)
  await page.getByRole('button', { name: 'State' }).click()
  await page.getByRole('checkbox', { name: 'Scheduled' }).check()
  await page.keyboard.press('Escape')
  await expect(page.getByText('No message fits the filters')).toBeVisible()
  await page.reload()
  const chips = page.getByRole('list', { name: 'Active filters' })
  await expect(chips.getByRole('listitem')).toHaveText([/Channel: E-mail/, /State: Scheduled/, 'Reset'])
  await chips.getByRole('button', { name: 'Remove filter Channel' }).click()
  await expect(chips).not.toContainText('Channel')
  await expect(chips).toContainText('Scheduled')
  await page.getByRole('button', { name: 'Reset' }).click()
  await expect(main.getByRole('button', { name: /Bells at once/ })).toBeVisible()

  await page.goto(project.page('/calendar?date=2037-06-03'))
  await expect(page.getByText('No messages', { exact: true })).toBeVisible()
})

test('an empty day to come is where a message begins', async ({ page, project }) => {
  await open(page, project, '?date=2037-06-20', 'June 2037')
  await cell(page, '3 June').click({ position: { x: 60, y: 70 } })
  await expect(page.getByRole('heading', { name: 'New e-mail' })).toBeVisible()
  await expect(page.getByRole('radio', { name: 'At a date and time' })).toBeChecked()
  await expect(page.getByLabel('Date', { exact: true })).toHaveValue('2037-06-03')
  await expect(page.getByLabel('Time', { exact: true })).toHaveValue('09:00')
  await expect(page.getByLabel('Time zone')).toHaveValue('Europe/Berlin')
  await page.goBack()

  // A day that is over is only looked at, and then there is nothing to schedule on it.
  await open(page, project, '?date=2026-01-20', 'January 2026')
  await cell(page, '7 January').click({ position: { x: 60, y: 70 } })
  await expect(cell(page, '7 January')).toHaveAttribute('aria-selected', 'true')
  await expect(page).toHaveURL(/date=2026-01-07/)
  await page.keyboard.press('c')
  await expect(page.getByRole('radio', { name: 'Now' })).toBeChecked()
})

test('on a narrow screen dots stand in the days, and the chosen day is listed below', async ({
  page,
  project,
}) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await addPerson(project, 'ada', 'Ada Lovelace')
  await schedule(project, 'Morning bells', '2037-06-03T06:00:00Z')
  await open(page, project, '?date=2037-06-20', 'June 2037')
  await expect(page.getByText('No message on this day.')).toBeVisible()
  await cell(page, '3 June').click()
  const entry = page.getByRole('region', { name: /3 June/ }).getByRole('button', { name: /Morning bells/ })
  await expect(entry).toBeVisible()
  await entry.click()
  await expect(page.getByRole('dialog', { name: 'Morning bells' })).toBeInViewport()
  await page.keyboard.press('Escape')
  await expect(entry).toBeFocused()
})
