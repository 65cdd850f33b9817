import { type UseFormReturn, useController } from 'react-hook-form'
import { scopes, secretsScope } from '../../../contract/scopes.ts'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Fieldset } from '../../ui/fieldset.tsx'
import { Notice } from '../../ui/notice.tsx'
import { type KeyValues, keyLabels, withScopes } from './key-form.ts'
import { hasEveryScope, scopeRows } from './scope-words.ts'

/** Ticks by what they are about; what shows secrets stands apart, and is not part of "Everything". */
export function ScopesField({ form }: { form: UseFormReturn<KeyValues> }) {
  const { field, fieldState } = useController({ control: form.control, name: 'scopes' })
  const isEverything = hasEveryScope(field.value)
  const isSome = scopes.some((scope) => field.value.includes(scope))
  const tick = (ticked: readonly KeyValues['scopes'][number][]) => ({
    checked: ticked.every((one) => field.value.includes(one)),
    onChange: ({ target }: { target: HTMLInputElement }) =>
      field.onChange(withScopes(field.value, ticked, target.checked)),
    onBlur: field.onBlur,
  })

  return (
    <Fieldset label={keyLabels.scopes} error={fieldState.error}>
      <div data-field="scopes">
        <Checkbox
          {...tick(scopes)}
          indeterminate={isSome && !isEverything}
          label="Everything"
          help="All of the following, and nothing that shows secrets."
        />
        <ul className="mt-1 mb-4 divide-y divide-line border-y border-line">
          {scopeRows.map(({ label, read, write }) => (
            <li key={label} className="flex items-center gap-x-4">
              <span aria-hidden="true" className="min-w-0 grow text-sm">
                {label}
              </span>
              <Checkbox
                {...tick([read])}
                className="w-20"
                label={
                  <>
                    Read<span className="sr-only"> {label.toLowerCase()}</span>
                  </>
                }
              />
              {write ? (
                <Checkbox
                  {...tick([write])}
                  className="w-20"
                  label={
                    <>
                      Write<span className="sr-only"> {label.toLowerCase()}</span>
                    </>
                  }
                />
              ) : (
                <span className="w-20 shrink-0" />
              )}
            </li>
          ))}
        </ul>
        <Checkbox
          {...tick([secretsScope])}
          label="See providers’ secrets in clear"
          help="Passwords and tokens, which everybody else sees as dots."
        />
        {field.value.includes(secretsScope) && (
          <div className="mt-2">
            <Notice tone="warning" role="status" title="Whoever has this key has your mail accounts">
              A key that leaks with it shows the password of every provider. Leave it off unless a program
              moves providers elsewhere.
            </Notice>
          </div>
        )}
      </div>
    </Fieldset>
  )
}
