/* Days as people count them: the phone's own calendar, written YYYY-MM-DD. */
const two = (number) => String(number).padStart(2, "0");
export const dayOf = (time) => `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
export const today = () => dayOf(new Date());
const noon = (day) => new Date(`${day}T12:00:00`);
export const shift = (day, by) => { const time = noon(day); time.setDate(time.getDate() + by); return dayOf(time); };
export const daysBetween = (from, to) => Math.round((noon(to) - noon(from)) / 86_400_000);
export const isoWeekday = (day) => noon(day).getDay() || 7;

const format = (choice) => new Intl.DateTimeFormat(document.documentElement.lang, choice);
export const longDay = (day) => format({ weekday: "long", day: "numeric", month: "long" }).format(noon(day));
export const shortDay = (day) => format({ weekday: "short", day: "numeric", month: "short" }).format(noon(day));
export const weekdayName = (day) => format({ weekday: "long" }).format(noon(day));
export const clock = (time) => format({ hour: "2-digit", minute: "2-digit" }).format(new Date(time));
export const dayAndClock = (time) => `${shortDay(dayOf(new Date(time)))}, ${clock(time)}`;
