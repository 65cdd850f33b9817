// The console without a mouse: from a list to a thing, into a form, saved, and back; and where the focus goes when something closes.
import type { Locator, Page } from '@playwright/test'
import { press, tabTo } from './by-keyboard.ts'
import { addPerson, addTestProvider, createEmail, expect, type Project, test, untilDone } from './fixtures.ts'

interface Walk {
  /** Pressed after `g`. */
  letter: string
  /** The list's heading, and what the link back to it is called. */
  list: string
  fill: (project: Project) => Promise<unknown>
  /** The row that is looked for, by a word, among others. */
  word: string
  row: string
  /** What leads to the form, where the thing's page is not the form itself. */
  edit?: (page: Page) => Locator
  field: string
  saved: (page: Page) => Promise<void>
}

const walks: Walk[] = [
  {
    letter: 'm',
    list: 'Messages',
    async fill(project) {
      await addPerson(project, 'ada', 'Ada Lovelace')
      for (const subject of ['Bell practice', 'Supper', 'Outing'])
        await createEmail(project, { subject, draft: true })
    },
    word: 'bell',
    row: 'Bell practice',
    edit: (page) => page.getByRole('link', { name: 'Edit draft' }),
    field: 'Subject',
    saved: (page) => expect(page.getByText('Draft saved')).toBeVisible(),
  },
  {
    letter: 'u',
    list: 'People',
    async fill(project) {
      await addPerson(project, 'ada', 'Ada Lovelace')
      await addPerson(project, 'grace', 'Grace Hopper')
    },
    word: 'grace',
    row: 'Grace Hopper',
    edit: (page) => page.getByRole('button', { name: 'Edit', exact: true }),
    field: 'Name',
    async saved(page) {
      await expect(page.getByRole('dialog')).toBeHidden()
      await expect(page.getByRole('button', { name: 'Edit', exact: true })).toBeFocused()
    },
  },
  {
    letter: 'p',
    list: 'Providers',
    async fill(project) {
      await addTestProvider(project)
      await addTestProvider(project, { providerId: 'second', name: 'Spare inbox' })
    },
    word: 'spare',
    row: 'Spare inbox',
    field: 'Name',
    saved: (page) => expect(page.getByText('“Renamed by keys” is saved')).toBeVisible(),
  },
]

for (const { letter, list, fill, word, row, edit, field, saved } of walks) {
  test(`one of the ${list.toLowerCase()} is found, opened, changed and left by keyboard alone`, async ({
    page,
    project,
  }) => {
    await fill(project)
    await page.goto(project.page('/inbox'))
    await expect(page.getByRole('heading', { name: 'Test inbox' })).toBeVisible()
    await press(page, `g ${letter}`)
    await expect(page.getByRole('heading', { name: list, level: 1 })).toBeVisible()

    await test.step('found', async () => {
      const link = page.getByRole('table', { name: list }).getByRole('link', { name: row })
      await expect(link).toBeVisible()
      await page.keyboard.press('/')
      await page.keyboard.type(word)
      await expect(page.getByRole('table', { name: list }).getByRole('link')).toHaveCount(1)
      // j is a letter in the field, and a step outside of it.
      await tabTo(page, page.getByRole('button', { name: /^State\b/ }))
      await page.keyboard.press('j')
      await expect(link).toBeFocused()
      await page.keyboard.press('Enter')
      await expect(page.getByRole('heading', { name: row, level: 1 })).toBeVisible()
    })

    await test.step('changed', async () => {
      if (edit) {
        await tabTo(page, edit(page))
        await page.keyboard.press('Enter')
      }
      await tabTo(page, page.getByRole('textbox', { name: field, exact: true }))
      await page.keyboard.press('ControlOrMeta+a')
      await page.keyboard.type('Renamed by keys')
      await page.keyboard.press('ControlOrMeta+s')
      await saved(page)
    })

    await test.step('left, for the list as it was', async () => {
      await tabTo(page, page.getByRole('main').getByRole('link', { name: list, exact: true }), 'Shift+Tab')
      await page.keyboard.press('Enter')
      await expect(page.getByRole('heading', { name: list, level: 1 })).toBeVisible()
      await expect(page).toHaveURL(new RegExp(`q=${word}`))
      await page.keyboard.press('/')
      await page.keyboard.press('Escape')
      await expect(
        page.getByRole('table', { name: list }).getByRole('link', { name: 'Renamed by keys' }),
      ).toBeVisible()
    })
  })
}

test('what closes gives the focus back to what opened it', async ({ page, project }) => {
  await addTestProvider(project)
  await addPerson(project, 'ada', 'Ada Lovelace')
  const messageId = await createEmail(project)
  await untilDone(project, messageId)

  await test.step('a filter, the keys, the palette', async () => {
    await page.goto(project.page('/people'))
    const filter = page.getByRole('button', { name: /^State\b/ })
    await tabTo(page, filter)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('dialog')).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(filter).toBeFocused()

    for (const [keys, name] of [
      ['?', 'Keyboard shortcuts'],
      ['Control+k', 'Go to, create or find'],
    ] as const) {
      await page.keyboard.press(keys)
      await expect(page.getByRole('dialog', { name })).toBeVisible()
      await page.keyboard.press('Escape')
      await expect(page.getByRole('dialog')).toBeHidden()
      await expect(filter).toBeFocused()
    }
  })

  await test.step('the dialogs of a row’s menu', async () => {
    const menu = page.getByRole('button', { name: 'Actions for Ada Lovelace' })
    for (const item of [/^Edit/, /^Delete/]) {
      await tabTo(page, menu)
      await page.keyboard.press('Enter')
      await expect(page.getByRole('menuitem', { name: item })).toBeVisible()
      while (
        !(await page.getByRole('menuitem', { name: item }).evaluate((one) => one === document.activeElement))
      )
        await page.keyboard.press('ArrowDown')
      await page.keyboard.press('Enter')
      const dialog = page.getByRole('dialog').or(page.getByRole('alertdialog'))
      await expect(dialog).toBeVisible()
      await page.keyboard.press('Escape')
      await expect(dialog).toBeHidden()
      await expect(menu).toBeFocused()
    }
  })

  await test.step('the sheet of a row', async () => {
    await page.goto(project.page(`/messages/${messageId}/deliveries`))
    const link = page
      .getByRole('table', { name: 'Deliveries' })
      .getByRole('link', { name: 'ada@example.org' })
    await expect(link).toBeVisible()
    await page.keyboard.press('j')
    await expect(link).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('dialog')).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toBeHidden()
    await expect(link).toBeFocused()
  })
})

test('rows are walked by j, k and arrows, and no key of one letter does anything while somebody types', async ({
  page,
  project,
}) => {
  for (const [id, name] of [
    ['ada', 'Ada Lovelace'],
    ['grace', 'Grace Hopper'],
    ['alan', 'Alan Turing'],
  ] as const) {
    await addPerson(project, id, name)
  }
  await page.goto(project.page('/people'))
  const link = (name: string) => page.getByRole('table', { name: 'People' }).getByRole('link', { name })
  await expect(link('Ada Lovelace')).toBeVisible()

  // The newest stands first.
  await press(page, 'j j j')
  await expect(link('Ada Lovelace')).toBeFocused()
  await press(page, 'j')
  await expect(link('Ada Lovelace')).toBeFocused()
  await press(page, 'k')
  await expect(link('Grace Hopper')).toBeFocused()
  await press(page, 'ArrowUp')
  await expect(link('Alan Turing')).toBeFocused()
  await press(page, 'ArrowDown')
  await expect(link('Grace Hopper')).toBeFocused()

  await press(page, '/ g m c ?')
  await expect(page.getByRole('textbox', { name: 'Search people' })).toHaveValue('gmc?')
  await expect(page.getByRole('heading', { name: 'People', level: 1 })).toBeVisible()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await press(page, 'Escape')
  await expect(link('Ada Lovelace')).toBeVisible()

  await test.step('turned off, they do nothing outside of fields either', async () => {
    await tabTo(page, page.getByRole('button', { name: /^State\b/ }))
    await press(page, '?')
    const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
    await tabTo(page, dialog.getByRole('switch', { name: /^Single-key shortcuts/ }))
    await press(page, 'Space Escape')
    await expect(dialog).toBeHidden()
    await press(page, 'g i')
    await press(page, 'c')
    await expect(page.getByRole('heading', { name: 'People', level: 1 })).toBeVisible()
    await expect(page.getByRole('dialog')).toHaveCount(0)
  })
})
