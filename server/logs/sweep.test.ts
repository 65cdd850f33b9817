import { describe, expect, test } from 'vitest'
import { sweep } from '../delivery/sweep.ts'
import { ensureProject } from '../projects/projects.ts'
import { advance, databases } from '../testing/database.ts'
import { recordSystemActivity } from './activity.ts'
import { sweepActivity } from './sweep.ts'

describe.each(databases)('old activity on $engine', ({ aDatabase }) => {
  test('goes when its project keeps it no longer, that of the installation with the longest kept', async () => {
    const { db } = await aDatabase()
    const short = await ensureProject(db, 'short')
    const long = await ensureProject(db, 'long')
    await db.updateTable('projects').set({ activity_days: 60 }).where('seq', '=', long.seq).execute()
    for (const project of [short.seq, long.seq, null]) {
      await recordSystemActivity(db, project, { event: 'message.start', resource: 'message/m1' })
    }
    const kept = async (by: string) => {
      await advance(db, by)
      await sweep(db)
      const rows = await db.selectFrom('activity').select('project').orderBy('seq').execute()
      return rows.map(({ project }) => project)
    }
    expect(await kept('13 days')).toEqual([short.seq, long.seq, null])
    expect(await kept('2 days')).toEqual([long.seq, null])
    expect(await kept('44 days')).toEqual([long.seq, null])
    expect(await kept('2 days')).toEqual([])
  })

  test('goes a chunk at a time', async () => {
    const { db } = await aDatabase()
    const { seq } = await ensureProject(db, 'one')
    for (let n = 0; n < 5; n++)
      await recordSystemActivity(db, seq, { event: 'message.start', resource: `message/${n}` })
    await advance(db, '15 days')
    expect([await sweepActivity(db, 2), await sweepActivity(db, 2), await sweepActivity(db, 2)]).toEqual([
      2, 2, 1,
    ])
  })
})
