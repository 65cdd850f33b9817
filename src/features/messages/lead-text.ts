const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** How long it is until something, in two units at most: "in 3 h 12 min", "in 12 days". */
export function leadText(milliseconds: number): string {
  if (milliseconds < minute) return 'in less than a minute'
  const minutes = Math.round(milliseconds / minute)
  const hours = Math.floor(minutes / 60)
  if (hours === 0) return `in ${minutes} min`
  if (hours < 24) return minutes % 60 === 0 ? `in ${hours} h` : `in ${hours} h ${minutes % 60} min`
  const days = Math.floor(milliseconds / day)
  const restHours = Math.round((milliseconds - days * day) / hour)
  if (days === 1 && restHours > 0 && restHours < 24) return `in 1 day ${restHours} h`
  const rounded = Math.round(milliseconds / day)
  return rounded === 1 ? 'in 1 day' : `in ${rounded} days`
}
