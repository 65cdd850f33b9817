/** "0:08", "12:30", "1:00:00". */
export function countdownText(left: number) {
  const seconds = Math.max(0, Math.ceil(left / 1_000))
  const two = (n: number) => String(n).padStart(2, '0')
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes}:${two(seconds % 60)}`
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`
}
