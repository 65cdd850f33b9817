import { expect } from '../fixtures.ts'
import { expectEveryStateFit, open } from './state.ts'

expectEveryStateFit({
  shortcuts: async (page, project) => {
    await open(page, project.page('/messages'), 'Messages')
    await page.getByRole('button', { name: 'Keyboard shortcuts' }).click()
    await expect(page.getByRole('dialog')).toBeVisible()
  },
  'the menu of a narrow screen': async (page, project) => {
    await page.setViewportSize({ width: 390, height: 844 })
    await open(page, project.page('/messages'), 'Messages')
    await page.getByRole('button', { name: 'Menu' }).click()
    await expect(page.getByRole('dialog', { name: 'Menu' })).toBeVisible()
  },
  'new project': (page) => open(page, '/new-project', /project/i),
})
