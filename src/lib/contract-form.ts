// Between the contract's messages ("must not be empty") and a form's fields, which have names.
import { zodResolver } from '@hookform/resolvers/zod'
import { type FieldPath, type FieldValues, get, type Resolver, type UseFormSetError } from 'react-hook-form'
import type * as z from 'zod'
import { ApiError, problemOf } from './api-error.ts'

/** The fields a form shows, by path, as their labels call them; indexes are left out (`to` stands for `to.0`). */
export type FieldLabels = Readonly<Record<string, string>>

/**
 * A schema of the contract as a form's resolver. Its messages become sentences, "E-mail must not be empty", so that they
 * can stand alone in the list above the form.
 */
export function contractResolver<Input extends FieldValues, Output>(
  schema: z.ZodType<Output, Input>,
  labels: FieldLabels,
): Resolver<Input, unknown, Output> {
  const resolve: Resolver<Input, unknown, Output> = zodResolver(schema, undefined, { mode: 'sync' })
  return async (values, context, options) => {
    const result = await resolve(values, context, options)
    for (const [path, label] of Object.entries(labels)) {
      const problem = get(result.errors, path) as { message?: string } | undefined
      if (typeof problem?.message === 'string') problem.message = `${label} ${problem.message}`
    }
    return result
  }
}

/** Puts what the server found wrong at the fields it names. */
export function showAtFields<Values extends FieldValues>(
  setError: UseFormSetError<Values>,
  error: unknown,
  labels: FieldLabels,
): void {
  if (!(error instanceof ApiError)) return
  for (const { path, message } of error.params) {
    const label = labelOf(path, labels)
    if (label) setError(path as FieldPath<Values>, { type: 'server', message: `${label} ${message}` })
  }
}

/** What is left to say above the form: nothing, where all of it stands at the fields. */
export function problemBeside(error: unknown, labels: FieldLabels) {
  const isPlaced =
    error instanceof ApiError &&
    error.params.length > 0 &&
    error.params.every(({ path }) => labelOf(path, labels))
  return isPlaced ? null : problemOf(error)
}

function labelOf(path: string, labels: FieldLabels): string | undefined {
  return Object.hasOwn(labels, path) ? labels[path] : labels[path.replace(/\.\d+(?=\.|$)/g, '')]
}
