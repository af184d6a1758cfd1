// Elements, numbers in words, and tables as files. Text enters the page as text nodes only.

const NAMESPACE = 'http://www.w3.org/2000/svg';

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name === 'on') for (const [event, run] of Object.entries(value)) element.addEventListener(event, run);
    else if (name === 'vars') for (const [key, v] of Object.entries(value)) element.style.setProperty(key, v);
    else element.setAttribute(name, value === true ? '' : value);
  }
  for (const child of children.flat(Infinity)) {
    if (child !== undefined && child !== null && child !== false) element.append(child);
  }
  return element;
}

const h = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);
const s = (tag, attributes, ...children) => fill(document.createElementNS(NAMESPACE, tag), attributes, children);

const button = (label, run, more) => h('button', { type: 'button', on: { click: run }, ...more }, label);
const link = (route, ...label) => h('a', { href: '#' + route }, ...label);
const hidden = (text) => h('span', { class: 'unseen' }, text);

const grouped = (n) => n.toLocaleString('en');
const counted = (n, one, many) => `${grouped(n)} ${n === 1 ? one : many}`;
const percent = (share) => `${Math.round(share * 100)}%`;
const two = (value) => value.toFixed(2);

/** `2022-02-16T21:00:00+07:00` as `16 Feb 2022 21:00 +07:00`: the article's own clock, not the reader's. */
function moment(published) {
  const [, year, month, day, , time, zone] = /^(\d+)-(\d+)-(\d+)(T(\d\d:\d\d):\d\d(.*))?$/.exec(published) || [];
  if (!year) return published;
  const name = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'][month - 1];
  return `${+day} ${name} ${year}${time ? ' ' + time : ''}${zone && zone !== 'Z' ? ' ' + zone : zone ? ' UTC' : ''}`;
}

/** When an article was published; where nothing tells, by when it was there. */
function when(n, unknown = 'no date') {
  const { published, changed } = articles[n];
  return published ? moment(published) : changed ? `≤ ${moment(changed)}` : unknown;
}

/** A time that went by: `35 minutes`; nothing to speak of is `told`. */
function lasting(seconds, told = 'at once') {
  if (seconds < 90) return told;
  const units = [[86400 * 2, 86400, 'days'], [7200, 3600, 'hours'], [0, 60, 'minutes']];
  const [, unit, name] = units.find(([from]) => seconds >= from);
  return `${Math.round(seconds / unit)} ${name}`;
}

/** What a spreadsheet would take for a formula is quoted; so is what would break a row. */
function csvCell(value) {
  let text = value === undefined || value === null ? '' : String(value);
  if (typeof value !== 'number' && /^[=+\-@\t\r]/.test(text)) text = `'${text}`;
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function saveCsv(name, head, rows) {
  const text = [head, ...rows].map((row) => row.map(csvCell).join(',') + '\r\n').join('');
  const address = URL.createObjectURL(new Blob(['\ufeff', text], { type: 'text/csv;charset=utf-8' }));
  h('a', { href: address, download: `reprint-${name}.csv` }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
  say(`Saved reprint-${name}.csv`);
}

const csvButton = (name, head, rows) =>
  button('CSV', () => saveCsv(name, head, rows()), { class: 'quiet', title: 'Save this table for a spreadsheet', 'aria-label': `Save ${name} as CSV` });

/** Told to screen readers, and shown for a moment. */
function say(text) {
  const status = document.getElementById('status');
  status.textContent = text;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => { status.textContent = ''; }, 4000);
}
