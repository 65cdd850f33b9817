// What the states of all screens share. A state is a name and the way to it; each is judged by `looks.ts`.
import type { Page } from '@playwright/test'
import { addPerson, addTestProvider, createEmail, expect, type Project, test } from '../fixtures.ts'
import { expectGoodLooks } from '../looks.ts'

/** Brings a page into a state, and waits until it is there. */
export type Show = (page: Page, project: Project) => Promise<unknown>

/** One test a state: nothing that axe finds in either theme, and nothing that scrolls sideways. */
export function expectEveryStateFit(states: Record<string, Show>): void {
  for (const [name, show] of Object.entries(states)) {
    test(`${name} is fit for everybody`, async ({ page, project }) => {
      await show(page, project)
      await expectGoodLooks(page)
    })
  }
}

/** Opens a page and waits for its heading. */
export async function open(page: Page, path: string, heading: string | RegExp): Promise<void> {
  await page.goto(path)
  // A dialog that the address opens may be there already, and hides what is behind it from readers of the screen.
  await expect(page.getByRole('heading', { name: heading, includeHidden: true }).first()).toBeVisible()
}

/** Opens a page on which there is nothing yet, and waits for what it says then. */
export async function openEmpty(page: Page, path: string, words: string): Promise<void> {
  await page.goto(path)
  await expect(page.getByText(words)).toBeVisible()
}

export async function withAda(project: Project): Promise<void> {
  await addTestProvider(project)
  await addPerson(project, 'ada', 'Ada Lovelace')
}

export async function openDraft(page: Page, project: Project): Promise<void> {
  await withAda(project)
  const messageId = await createEmail(project, { draft: true })
  await open(page, project.page(`/messages/${messageId}`), 'Bell practice')
}
