import type { Config } from 'tailwindcss'

/** Tailwind writes these values into every class, so a colour is a name here and a value per theme in src/styles.css. */
const colour = (name: string) => `var(--${name})`

const states = ['draft', 'scheduled', 'sending', 'sent', 'partly', 'failed', 'doubt'] as const

export default {
  theme: {
    colors: {
      transparent: 'transparent',
      current: 'currentColor',
      paper: colour('paper'),
      surface: colour('surface'),
      hover: colour('hover'),
      sunken: colour('sunken'),
      line: colour('line'),
      control: colour('control'),
      ink: colour('ink'),
      quiet: colour('quiet'),
      accent: colour('accent'),
      'accent-fill': colour('accent-fill'),
      'accent-fill-hover': colour('accent-fill-hover'),
      'accent-wash': colour('accent-wash'),
      'on-accent': colour('on-accent'),
      focus: colour('focus'),
      'danger-fill': colour('danger-fill'),
      'danger-fill-hover': colour('danger-fill-hover'),
      'on-danger': colour('on-danger'),
      veil: colour('veil'),
      email: colour('email'),
      sms: colour('sms'),
      push: colour('push'),
      ...Object.fromEntries(
        states.flatMap((state) => [
          [state, colour(state)],
          [`${state}-wash`, colour(`${state}-wash`)],
        ]),
      ),
    },
    fontFamily: {
      sans: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif',
      mono: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace',
    },
    fontSize: {
      xs: ['12px', '16px'],
      sm: ['14px', '20px'],
      base: ['16px', '24px'],
      lg: ['20px', '28px'],
      xl: ['28px', '36px'],
    },
    fontWeight: { normal: '400', strong: '600' },
    borderRadius: { none: '0', control: '6px', surface: '10px', full: '9999px' },
    boxShadow: { none: 'none', float: colour('shadow-float') },
    screens: { sm: '640px', md: '768px', lg: '1024px', xl: '1280px' },
    extend: {
      maxWidth: { reading: '720px' },
      zIndex: { float: '30', veil: '40', modal: '50', toast: '60' },
    },
  },
} satisfies Config
