// Says how many states of how many screens were judged by axe, and fails a whole run that saw too few.
import { readdirSync } from 'node:fs'
import { basename } from 'node:path'
import type { FullConfig, FullResult, Reporter, Suite, TestCase, TestResult } from '@playwright/test/reporter'

/** The annotation that `looks.ts` makes for each state. */
export const judged = 'judged by axe'

const least = 60

export default class StatesReporter implements Reporter {
  private isWhole = false
  private states = 0
  private rules = 0

  onBegin(config: FullConfig, suite: Suite): void {
    const files = new Set(suite.allTests().map(({ location }) => basename(location.file)))
    const specs = readdirSync(config.rootDir, { recursive: true, encoding: 'utf8' })
    this.isWhole = specs.every((path) => !path.endsWith('.spec.ts') || files.has(basename(path)))
  }

  onTestEnd(_test: TestCase, { annotations }: TestResult): void {
    for (const { type, description } of annotations) {
      if (type !== judged) continue
      this.states += 1
      this.rules += Number(description)
    }
  }

  onEnd(): Promise<{ status?: FullResult['status'] }> {
    if (this.states > 0 || this.isWhole)
      console.log(`axe judged ${this.states} states, in both themes, by ${this.rules} rules that applied.`)
    const isTooFew = this.isWhole && this.states < least
    if (isTooFew) console.log(`At least ${least} states are needed.`)
    return Promise.resolve(isTooFew ? { status: 'failed' } : {})
  }

  printsToStdio(): boolean {
    return true
  }
}
