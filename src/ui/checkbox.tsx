import { Choice, type ChoiceProps } from './choice.tsx'

export interface CheckboxProps extends ChoiceProps {
  /** Some of what it stands for is ticked. */
  indeterminate?: boolean | undefined
}

export function Checkbox({ indeterminate = false, ref, ...rest }: CheckboxProps) {
  return (
    <Choice
      {...rest}
      type="checkbox"
      ref={(input) => {
        if (input) input.indeterminate = indeterminate
        if (typeof ref === 'function') return ref(input)
        if (ref) ref.current = input
      }}
    />
  )
}
