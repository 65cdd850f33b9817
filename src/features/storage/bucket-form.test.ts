import { expect, test } from 'vitest'
import type { Bucket } from '../../../contract/storage.ts'
import { bucketForm, bucketValues, newBucketValues, openingOf, toBucket } from './bucket-form.ts'

const problemsOf = (values: object) =>
  bucketForm
    .safeParse({ ...newBucketValues, name: 'Pictures', ...values })
    .error?.issues.map(({ path, message }) => `${path.join('.')} ${message}`)

test.each([
  [{ largestMegabytes: '2,5' }, { maximumFileSize: 2_500_000 }],
  [{ extensions: '.PNG, jpg; *.gif' }, { allowedFileExtensions: ['png', 'jpg', 'gif'] }],
  [{ opening: 'uploading' }, { permissions: ['read("users")', 'create("users")'] }],
  [{ opening: 'special', permissions: ' read("any")\n\n' }, { permissions: ['read("any")'] }],
])('%j is sent as %j', (values, sent) => {
  const read = bucketForm.parse({ ...newBucketValues, name: 'Pictures', ...values })
  expect(toBucket(read)).toMatchObject(sent)
})

test.each([
  [{ largestMegabytes: '' }, ['largestMegabytes must be a number up to 30']],
  [{ largestMegabytes: '31' }, ['largestMegabytes must be a number up to 30']],
  [{ extensions: 'png a/b' }, [expect.stringMatching(/^extensions .*“a\/b” is not$/)]],
  [{ permissions: 'read(anybody)' }, [expect.stringMatching(/^permissions .*“read\(anybody\)” is not$/)]],
  [{ bucketId: '-' }, [expect.stringMatching(/^bucketId /)]],
])('%j is refused: %j', (values, problems) => {
  expect(problemsOf(values)).toEqual(problems)
})

test('permissions are known in any order, and what is none of the usual stays as it is', () => {
  expect(openingOf([])).toBe('closed')
  expect(openingOf(['create("users")', 'read("users")'])).toBe('uploading')
  expect(openingOf(['read("team:ringers")'])).toBe('special')
})

test('a bucket that is saved unchanged stays as it is', () => {
  const bucket: Bucket = {
    $id: 'b',
    $createdAt: '',
    $updatedAt: '',
    $permissions: ['read("team:ringers")', 'update("user:ada")'],
    name: 'Pictures',
    fileSecurity: true,
    enabled: false,
    maximumFileSize: 5_242_880,
    allowedFileExtensions: ['png'],
    compression: 'gzip',
    encryption: false,
    antivirus: false,
    transformations: false,
    totalSize: 0,
  }
  const { $permissions, $id: _, $createdAt: __, $updatedAt: ___, totalSize: ____, ...fields } = bucket
  expect(toBucket(bucketForm.parse(bucketValues(bucket)), bucket)).toEqual({
    ...fields,
    permissions: $permissions,
  })
})
