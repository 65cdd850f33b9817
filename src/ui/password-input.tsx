import { type ComponentProps, useState } from 'react'
import { TextInput } from './text-input.tsx'

/** A password that can be looked at while it is typed. Give `autoComplete`. */
export function PasswordInput(props: Omit<ComponentProps<'input'>, 'type'>) {
  const [isShown, setShown] = useState(false)
  return (
    <TextInput
      {...props}
      type={isShown ? 'text' : 'password'}
      autoCapitalize="off"
      spellCheck={false}
      end={
        <button
          type="button"
          aria-label={isShown ? 'Hide password' : 'Show password'}
          onClick={() => setShown(!isShown)}
          className="link -mr-1 min-h-6 px-1 text-sm no-underline"
        >
          {isShown ? 'Hide' : 'Show'}
        </button>
      }
    />
  )
}
