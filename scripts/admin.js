// Does for administrators what only whoever has the server may: see server/admin.ts.
import { buildWhatIsOld } from './build.js'

try {
  await buildWhatIsOld(['server'])
  const { admin } = await import('../dist/server/admin.js')
  process.stdout.write(`${await admin(process.argv.slice(2), process.env)}\n`)
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
  process.exitCode = 1
}
