// Structured log: one JSON object a line, on standard error; standard output is for people.
const levels = ['debug', 'info', 'warn', 'error', 'silent'] as const
export type LogLevel = (typeof levels)[number]

export type Log = Record<
  Exclude<LogLevel, 'silent'>,
  (message: string, facts?: Readonly<Record<string, unknown>>) => void
>

export function createLog(
  level: LogLevel,
  write: (line: string) => void = (line) => process.stderr.write(line),
): Log {
  const at = (name: Exclude<LogLevel, 'silent'>) => {
    if (levels.indexOf(name) < levels.indexOf(level)) return () => {}
    return (message: string, facts: Readonly<Record<string, unknown>> = {}) => {
      write(`${JSON.stringify({ time: new Date().toISOString(), level: name, message, ...shown(facts) })}\n`)
    }
  }
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}

/** Errors have no enumerable fields of their own: write out what helps. */
function shown(facts: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(facts).map(([key, value]) => [key, value instanceof Error ? describeError(value) : value]),
  )
}

function describeError(error: Error): Record<string, unknown> {
  return {
    name: error.name,
    message: error.message,
    stack: error.stack,
    ...('code' in error ? { code: error.code } : {}),
    ...(error.cause instanceof Error ? { cause: describeError(error.cause) } : {}),
  }
}
