// Lists that are searched, sorted, shown a screenful at a time, and saved.

const SCREENFUL = 50;

/**
 * `columns`: { name, cell(row) -> node or text, value(row) -> what is sorted and saved, number, saved: in the file only,
 * optional: left out where no row has a value }.
 * `search(row)` -> what `searchable` gives; without it there is no box. A `query`, be it empty, is kept in the address.
 */
function table({ name, title, columns: all, rows, search, query, hint = 'outlet:name  >0.8  date:2024-03  words', empty = 'Nothing here.', note, sorted }) {
  const columns = all.filter((column) => !column.saved && !(column.optional && rows.every((row) => column.value(row) === '')));
  const order = { column: sorted ?? -1, down: sorted !== undefined };
  let shown = SCREENFUL;
  let found = rows;
  const body = h('tbody');
  const count = h('p', { class: 'count', 'aria-live': 'polite' });
  const more = button('Show more', () => { shown += SCREENFUL * 4; draw(); }, { class: 'more' });
  const heads = columns.map((column, i) => h('th', { scope: 'col', class: column.number && 'number' },
    button(column.name, () => sort(i), { class: 'sort' })));
  const box = search && h('input', {
    type: 'search', value: query ?? '', 'aria-label': `Search ${title}`, placeholder: hint,
    on: { input: () => { filter(box.value); if (query !== undefined) remember({ q: box.value.trim() }); } },
  });

  function sort(i) {
    order.down = order.column === i ? !order.down : Boolean(columns[i].number);
    order.column = i;
    draw();
  }
  function filter(text) {
    const matches = text.trim() ? parsed(text) : null;
    found = matches ? rows.filter((row) => matches(search(row))) : rows;
    shown = SCREENFUL;
    draw();
  }
  function ordered() {
    if (order.column < 0) return found;
    const { value } = columns[order.column];
    const keyed = found.map((row) => [value(row) ?? '', row]);
    const compare = (x, y) => (typeof x === 'number' && typeof y === 'number' ? x - y : String(x).localeCompare(String(y)));
    keyed.sort(([x], [y]) => compare(x, y) * (order.down ? -1 : 1));
    return keyed.map(([, row]) => row);
  }
  function draw() {
    const rowsNow = ordered();
    body.replaceChildren(...rowsNow.slice(0, shown).map((row) => h('tr', null, columns.map((column, i) => {
      const content = column.cell ? column.cell(row) : column.value(row);
      return h(i === 0 ? 'th' : 'td', { scope: i === 0 && 'row', class: column.number && 'number' }, content);
    }))));
    heads.forEach((head, i) => head.setAttribute('aria-sort', order.column !== i ? 'none' : order.down ? 'descending' : 'ascending'));
    count.textContent = found.length === rows.length ? `${grouped(rows.length)} in all` : `${grouped(found.length)} of ${grouped(rows.length)}`;
    if (!found.length) body.replaceChildren(h('tr', null, h('td', { colspan: columns.length, class: 'nothing' }, empty)));
    more.hidden = found.length <= shown;
  }
  filter(query ?? '');
  return h('section', { class: 'list' },
    h('div', { class: 'bar' }, h('h2', null, title), box, count,
      csvButton(name, all.map((c) => c.name), () => ordered().map((row) => all.map((c) => c.value(row))))),
    note && h('p', { class: 'note' }, note),
    h('div', { class: 'wide', tabindex: '0', role: 'region', 'aria-label': title },
      h('table', null, h('thead', null, h('tr', null, heads)), body)),
    more);
}

/** The outlets of some articles, a few by name. */
function outletList(members) {
  const names = outletsOf(members).map(outletName);
  return names.slice(0, 4).join(', ') + (names.length > 4 ? ` and ${names.length - 4} more` : '');
}

/** A share as a figure with a bar behind it. */
const meter = (value) => h('span', { class: 'meter', vars: { '--share': value } }, percent(value));
