import type { Bucket } from '../../../contract/storage.ts'
import { sizeText } from '../../ui/size-text.ts'
import { openingOf, openingWords } from './bucket-form.ts'

/** "Up to 10 MB: png, jpg"; what is taken. */
export function limitWords({ maximumFileSize, allowedFileExtensions }: Bucket): string {
  const size = `Up to ${sizeText(maximumFileSize)}`
  return allowedFileExtensions.length > 0 ? `${size}: ${allowedFileExtensions.join(', ')}` : size
}

/** "Nobody", "Signed-in people read"; to whom it is open besides. */
export function openingText({ $permissions }: Bucket): string {
  const opening = openingOf($permissions)
  return opening === 'special' ? $permissions.join(', ') : openingWords[opening].label
}
