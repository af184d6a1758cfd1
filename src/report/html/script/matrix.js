// Who shares with whom: rows ran the text later, columns were seen with it earlier.

const OUTLETS_SHOWN = 40;

/** Words of each row outlet that also stand in an article of the column outlet seen earlier. */
function flows(earlierOnly) {
  const best = new Map();
  const note = (taker, source, words) => {
    const key = taker * outlets.length + articles[source].outlet;
    best.set(key, Math.max(best.get(key) ?? 0, words));
  };
  for (const pair of pairs) {
    const [a, b] = [articles[pair.a], articles[pair.b]];
    if (a.outlet === b.outlet) continue;
    const dated = a.seconds !== null && b.seconds !== null;
    if (!earlierOnly || (dated && a.seconds > b.seconds)) note(pair.a, pair.b, pair.words);
    if (!earlierOnly || (dated && b.seconds > a.seconds)) note(pair.b, pair.a, pair.words);
  }
  const cells = new Map();
  for (const [key, words] of best) {
    const [taker, source] = [Math.floor(key / outlets.length), key % outlets.length];
    const cell = articles[taker].outlet * outlets.length + source;
    const sum = cells.get(cell) ?? { words: 0, articles: 0 };
    cells.set(cell, { words: sum.words + words, articles: sum.articles + 1 });
  }
  return cells;
}

/** A share with one place where it is small. */
const small = (value) => (value >= 0.0995 ? percent(value) : value < 0.0005 ? '<0.1%' : `${(value * 100).toFixed(1)}%`);

function matrix() {
  // Where few articles have a date, who was earlier says little.
  const dated = articles.filter((a) => a.seconds !== null).length * 2 > articles.length;
  const order = h('input', { type: 'checkbox', checked: dated, on: { change: draw } });
  const place = h('div', { class: 'wide', tabindex: '0', role: 'region', 'aria-label': 'Outlets by outlets' });
  const note = h('p', { class: 'note' });

  function draw() {
    const cells = flows(order.checked);
    const at = (row, column) => cells.get(row * outlets.length + column);
    const weight = outlets.map((o) => outlets.reduce((sum, p) => sum + (at(o.n, p.n)?.words ?? 0) + (at(p.n, o.n)?.words ?? 0), 0));
    const shown = outlets.map((o) => o.n).filter((n) => weight[n] > 0).sort((x, y) => weight[y] - weight[x]).slice(0, OUTLETS_SHOWN);
    const share = (row, column) => (at(row, column)?.words ?? 0) / Math.max(1, outlets[row].words);
    const most = Math.max(0.0001, ...shown.flatMap((row) => shown.map((column) => share(row, column))));
    note.textContent = order.checked
      ? 'Read a row: of all the words this outlet ran, the share that also stands in an article the other outlet ran earlier. Seen earlier is not written first: both may have it from an agency.'
      : 'Read a row: of all the words this outlet ran, the share that also stands in the other outlet, whoever was first.';
    if (!shown.length) {
      place.replaceChildren(h('p', { class: 'nothing' }, order.checked ? 'No outlet ran a dated text that another was seen with earlier. Untick the box to see what they share in any order.' : 'No two outlets share a text.'));
      return;
    }
    const cell = (row, column) => {
      const found = at(row, column);
      if (row === column || !found) return h('td', { class: row === column ? 'self' : 'none' }, row === column ? hidden('same outlet') : '·');
      const told = `${outletName(row)}: ${counted(found.words, 'word', 'words')} in ${counted(found.articles, 'article', 'articles')} also in ${outletName(column)}`;
      const value = share(row, column);
      return h('td', { class: 'flow', vars: { '--share': value / most } },
        h('a', { href: `#pairs?q=${encodeURIComponent(`outlet:"${outletName(row)}" outlet:"${outletName(column)}"`)}`, title: told },
          small(value), hidden(`; ${told}`)));
    };
    place.replaceChildren(h('table', { class: 'matrix' },
      h('thead', null, h('tr', null, h('td', null, order.checked ? 'ran later ↓ · seen earlier →' : 'shares ↓ · with →'), shown.map((n) => h('th', { scope: 'col' }, h('span', null, h('bdi', { dir: 'auto' }, outletName(n))))))),
      h('tbody', null, shown.map((row) => h('tr', null, h('th', { scope: 'row' }, h('bdi', { dir: 'auto' }, outletName(row))), shown.map((column) => cell(row, column)))))));
    matrix.rows = () => [...cells].map(([key, c]) => {
      const [row, column] = [Math.floor(key / outlets.length), key % outlets.length];
      return [outletName(row), outletName(column), c.words, c.articles, +share(row, column).toFixed(6)];
    });
  }
  matrix.rows = () => [];
  draw();
  return [
    h('h1', null, 'Who shares with whom'),
    h('section', { class: 'card' },
      h('div', { class: 'bar' }, h('label', { class: 'check' }, order, 'only where the other outlet was seen earlier'),
        csvButton('outlets', ['outlet', 'other outlet', 'words', 'articles', 'share of words'], () => matrix.rows())),
      note, place,
      outlets.length > OUTLETS_SHOWN && h('p', { class: 'note' }, `Shown are at most ${OUTLETS_SHOWN} outlets, those that share most; the CSV has all.`)),
    flowTable(),
    table({
      name: 'outlet-totals', title: 'Outlets', rows: outlets, sorted: 1,
      columns: [
        { name: 'Outlet', value: (o) => outletName(o.n), cell: (o) => h('bdi', { dir: 'auto' }, outletName(o.n)) },
        { name: 'Articles', number: true, value: (o) => o.articles },
        { name: 'Words outside furniture', number: true, value: (o) => o.words, cell: (o) => grouped(o.words) },
        { name: 'In clusters', number: true, value: (o) => clustered(o.n) },
      ],
    }),
  ];
}

/** Which outlet ran text after which, as the program tells it: the earliest dated place of each passage is its source. */
function flowTable() {
  const rows = core.flows.map(([from, to, words, articles, share, delay, credited]) => ({ from, to, words, articles, share, delay, credited }));
  const outlet = (name, of) => ({ name, value: (f) => outletName(f[of]), cell: (f) => h('bdi', { dir: 'auto' }, outletName(f[of])) });
  return table({
    name: 'flows', title: 'Text that one outlet ran after another', rows, empty: 'No outlet ran a text surely later than another.',
    note: 'Each text counts once, from the outlet whose article is the earliest dated one. Later is not taken: both may have it from a third.',
    search: (f) => ({ text: `${outletName(f.from)} ${outletName(f.to)}`, outlet: [f.from, f.to].map(outletName), date: [], lang: [], is: [], credit: [], score: f.share, words: f.words }),
    columns: [
      outlet('First', 'from'), outlet('Later', 'to'),
      { name: 'Words', number: true, value: (f) => f.words, cell: (f) => grouped(f.words) },
      { name: 'Articles', number: true, value: (f) => f.articles },
      { name: 'Of the later one’s words', number: true, value: (f) => f.share, cell: (f) => small(f.share) },
      { name: 'Median time between', number: true, optional: true, value: (f) => f.delay ?? '', cell: (f) => (f.delay === null ? '–' : lasting(f.delay)) },
      { name: 'Places that credit it', number: true, optional: true, value: (f) => f.credited ?? '', cell: (f) => (f.credited === null ? '–' : meter(f.credited)) },
    ],
  });
}

function clustered(outlet) {
  return clusters().reduce((sum, c) => sum + c.members.filter((n) => articles[n].outlet === outlet).length, 0);
}
