import { classNames } from './class-names.ts'

export interface MailFrameProps {
  /** What is in it, for the ear: "Preview of “Hello”". */
  title: string
  /** The page itself, or where it is. */
  srcDoc?: string | undefined
  src?: string | undefined
  width: 'phone' | 'desktop'
  className?: string | undefined
}

/**
 * An e-mail in a frame without rights: no scripts, no forms, no access to this page. It is white in either theme, as it is in
 * most mail programs. Its links open elsewhere.
 */
export function MailFrame({ title, srcDoc, src, width, className }: MailFrameProps) {
  return (
    <iframe
      title={title}
      sandbox="allow-popups allow-popups-to-escape-sandbox"
      referrerPolicy="no-referrer"
      {...(src === undefined ? { srcDoc } : { src })}
      className={classNames(
        'mx-auto block w-full rounded-control border border-line bg-[#fff]',
        width === 'phone' && 'max-w-[390px]',
        className,
      )}
      // The page in it knows nothing of our themes.
      style={{ colorScheme: 'light' }}
    />
  )
}
