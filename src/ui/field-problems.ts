/** What is wrong, flat and in order, out of react-hook-form's errors, which nest as the values do. */
export function fieldProblems(errors: unknown, path = ''): { path: string; message: string }[] {
  if (typeof errors !== 'object' || errors === null) return []
  if ('message' in errors && typeof errors.message === 'string' && 'type' in errors)
    return [{ path, message: errors.message }]
  return Object.entries(errors).flatMap(([key, value]) =>
    key === 'ref' ? [] : fieldProblems(value, path ? `${path}.${key}` : key),
  )
}
