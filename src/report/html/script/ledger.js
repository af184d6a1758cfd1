// The credit ledger: every place of reused text, whether it is credited and quoted, and by what.

/** Clusters' members, places of passages between clusters, places within one cluster. */
const KINDS = { members: 'articles in clusters', places: 'passages between clusters', inside: 'passages within one cluster' };

function ledgerRows() {
  const members = core.clusters.map(asRun).flatMap((c) => c.members.map((n, i) => ({
    n, kind: 'members', route: `cluster/${c.number}`, name: `Cluster ${c.number}`, snippet: c.representative, words: articles[n].words - articles[n].furnitureWords,
    standing: c.standings[i], quoted: false, identity: c.shares[i][0], origin: c.origin, compared: c.representative,
  })));
  return [...members.map(withGroup), ...passages.flatMap(placeRows)];
}

const placeRows = (p) => p.places.map((place) => withGroup({
  n: place[0], kind: p.within ? 'inside' : 'places', route: `passage/${p.number}`, name: `Passage ${p.number}`, snippet: p.snippet, words: p.words,
  standing: STANDINGS[place[4]], quoted: place[5] === 1, identity: place[3], origin: p.origin, compared: p.earliest ?? p.places[0][0],
}));

const withGroup = (row) => ({ ...row, group: groupOf(row.standing, row.quoted) });

/** The groups shown at first; a search looks in all of them. */
const FOUR = Object.keys(GROUPS).slice(0, 4);

function ledgerScreen(query = '', chosen = null) {
  const all = ledgerRows();
  const asked = new Set(chosen?.split(' ') ?? (query ? Object.keys(GROUPS) : FOUR));
  const kinds = Object.keys(KINDS).map((kind) => h('input', { type: 'checkbox', value: kind, checked: kind !== 'inside' || Boolean(query), on: { change: draw } }));
  const groups = h('ul', { class: 'tiles groups', 'aria-label': 'Groups' });
  const told = h('p', { class: 'told', 'aria-live': 'polite' });
  const list = h('div');
  const byOutlet = h('div');

  function draw() {
    const wanted = new Set(kinds.filter((box) => box.checked).map((box) => box.value));
    const rows = all.filter((row) => wanted.has(row.kind));
    groups.replaceChildren(...Object.keys(GROUPS).map((group) => groupTile(group, rows.filter((row) => row.group === group), asked, draw)));
    const shown = rows.filter((row) => asked.has(row.group));
    told.replaceChildren(...ledgerTotal(shown));
    list.replaceChildren(ledgerTable(shown, list.querySelector('input[type=search]')?.value ?? query));
    byOutlet.replaceChildren(outletLedger(rows));
  }
  draw();
  return [
    h('h1', null, 'Credit ledger'),
    h('p', { class: 'lead' }, 'Every place of reused text, and whether a credit was found for it. No credit found says what was not found, and no more: it accuses nobody. The rule stands below the tables.'),
    h('section', { class: 'card' },
      h('div', { class: 'bar' }, h('h2', null, 'Credited, and quoted?'), kinds.map((box) => h('label', { class: 'check' }, box, KINDS[box.value]))),
      h('p', { class: 'note' }, 'Press a group to leave it out, or to take it in.'), groups, told),
    list, byOutlet, houseTable(), lagTable(), ledgerRule(),
  ];
}

function groupTile(group, rows, asked, draw) {
  const [name, says] = GROUPS[group];
  const press = () => {
    if (!asked.delete(group)) asked.add(group);
    remember({ g: Object.keys(GROUPS).filter((one) => asked.has(one)).join(' ') });
    draw();
    document.getElementById(`group-${group}`).focus();
  };
  return h('li', null, h('button', { type: 'button', id: `group-${group}`, class: group, 'aria-pressed': String(asked.has(group)), on: { click: press } },
    h('strong', null, grouped(rows.length)), h('span', null, name), h('small', null, says)));
}

/** The sum over the places that are shown. */
function ledgerTotal(rows) {
  const credited = rows.filter((row) => row.standing === 'credited').length;
  const without = rows.filter((row) => row.standing === 'uncredited').length;
  const told = [h('strong', null, grouped(rows.length)), ` ${rows.length === 1 ? 'place' : 'places'} in ${counted(outletsOf(rows.map((row) => row.n)).length, 'outlet', 'outlets')}`];
  if (credited + without) told.push('; of those judged, ', h('strong', null, percent(without / (credited + without))), ' without a credit that was found');
  return [...told, '.'];
}

/** The text of a place: a passage's beginning, or the name of what stands for a cluster. */
const placeText = ({ snippet }) => (typeof snippet === 'number' ? articleName(snippet) : snippet);

function ledgerTable(rows, query) {
  return table({
    name: 'ledger', title: 'Places', rows, query, hint: 'credit:name  outlet:name  is:neither  words>40  words',
    empty: 'No place of these groups. Press another group above.',
    search: (row) => ({
      ...searchable([row.n], row.identity, row.words, [row.group, GROUPS[row.group][0], row.quoted ? 'quoted' : 'unquoted', row.standing], `${row.name} ${placeText(row)} ${creditTexts(row.n)}`),
      credit: [...articles[row.n].credits.map((c) => c.agency), row.origin.source ?? ''].map((name) => name && sourceName(name)),
    }),
    columns: placeColumns(),
  });
}

/** What is told of a place of reused text. */
function placeColumns() {
  const compare = ({ n, compared }) => (n === compared || !pairOf.has(pairKey(n, compared)) ? named(n) : pairLink(n, compared));
  const short = (row) => (placeText(row).length > 70 ? `${placeText(row).slice(0, 69)}…` : placeText(row));
  return [
    { name: 'Article', value: (row) => articleName(row.n), cell: (row) => [compare(row), h('small', { class: 'id' }, h('bdi', { dir: 'auto' }, outletName(articles[row.n].outlet)))] },
    { name: 'Article id', saved: true, value: (row) => articleId(row.n) },
    { name: 'Outlet', saved: true, value: (row) => outletName(articles[row.n].outlet) },
    { name: 'Published', optional: true, value: (row) => articles[row.n].published ?? '', cell: (row) => when(row.n) },
    { name: 'Stands in', value: (row) => row.name, cell: (row) => [link(row.route, row.name), h('small', { class: 'id' }, h('bdi', { dir: 'auto' }, short(row)))] },
    { name: 'Alike', number: true, value: (row) => row.identity, cell: (row) => meter(row.identity) },
    { name: 'Words', number: true, value: (row) => row.words, cell: (row) => grouped(row.words) },
    { name: 'Group', value: (row) => GROUPS[row.group][0], cell: (row) => h('span', { class: `group ${row.group}` }, GROUPS[row.group][0]) },
    { name: 'Credits in the article', value: (row) => creditText(row.n), cell: (row) => creditList(row.n) },
    { name: 'As it stands there', saved: true, value: (row) => creditTexts(row.n) },
    { name: 'Probable source', value: (row) => (row.origin.source === null ? '' : sourceName(row.origin.source)), cell: (row) => (row.origin.source === null ? '–' : [source(row.origin.source), h('small', { class: 'id' }, confidenceWords[row.origin.confidence])]) },
    { name: 'Confidence', saved: true, value: (row) => row.origin.confidence },
    { name: 'Text', saved: true, value: placeText },
  ];
}

function outletLedger(rows) {
  const of = new Map();
  for (const row of rows) {
    const { outlet } = articles[row.n];
    if (!of.has(outlet)) of.set(outlet, Object.fromEntries(Object.keys(GROUPS).map((group) => [group, 0])));
    of.get(outlet)[row.group] += 1;
  }
  const without = (counts) => counts.quoted_not_credited + counts.neither;
  const judged = (counts) => without(counts) + counts.credited_quoted + counts.credited_not_quoted;
  const share = (counts) => without(counts) / Math.max(1, judged(counts));
  return table({
    name: 'ledger-outlets', title: 'Outlet by outlet', rows: [...of].sort(([x], [y]) => x - y), sorted: 1,
    note: 'Places by group. An outlet that names its sources in a way that is not recognised stands here as one that names none.',
    columns: [
      { name: 'Outlet', value: ([n]) => outletName(n), cell: ([n]) => link(`ledger?q=${encodeURIComponent(`outlet:"${outletName(n)}"`)}`, h('bdi', { dir: 'auto' }, outletName(n))) },
      { name: 'No credit found', number: true, value: ([, counts]) => without(counts), cell: ([, counts]) => grouped(without(counts)) },
      { name: 'of those judged', number: true, value: ([, counts]) => share(counts), cell: ([, counts]) => (judged(counts) ? meter(share(counts)) : '–') },
      ...Object.entries(GROUPS).map(([group, [name]]) => ({ name: name[0].toUpperCase() + name.slice(1), number: true, value: ([, counts]) => counts[group] })),
    ],
  });
}

/** Who is credited at all, in the articles that share text. */
function houseTable() {
  const of = new Map();
  articles.forEach((article, n) => article.credits.forEach(({ agency, kind }) => {
    if (!of.has(agency)) of.set(agency, { name: agency, articles: new Set(), outlets: new Set(), kinds: {} });
    const house = of.get(agency);
    house.articles.add(n);
    house.outlets.add(article.outlet);
    house.kinds[kind] = (house.kinds[kind] ?? 0) + 1;
  }));
  const kinds = ({ kinds }) => Object.entries(kinds).sort(([, x], [, y]) => y - x).map(([kind, count]) => `${count} ${kind}`).join(', ');
  return table({
    name: 'houses', title: 'Houses that are credited', rows: [...of.values()].sort((x, y) => y.articles.size - x.articles.size || (x.name < y.name ? -1 : 1)),
    empty: 'No credit was found in an article that shares text.', note: 'In articles that share text with another. A photo credit speaks for the picture, never for the text.',
    columns: [
      { name: 'House', value: (house) => sourceName(house.name), cell: (house) => link(`ledger?q=${encodeURIComponent(`credit:"${sourceName(house.name)}"`)}`, source(house.name)) },
      { name: 'Articles', number: true, value: (house) => house.articles.size },
      { name: 'Outlets', number: true, value: (house) => house.outlets.size },
      { name: 'Credits by kind', value: kinds },
    ],
  });
}

/** How soon an outlet runs what a house is credited for. */
function lagTable() {
  const rows = core.lags.map(([agency, outlet, articles, first, delay]) => ({ agency, outlet, articles, first, delay }));
  return rows.length > 0 && table({
    name: 'lags', title: 'How long after the first', rows,
    note: 'Texts that a house is credited for, where the articles tell the time of day: the median time after the earliest of them.',
    columns: [
      { name: 'House', value: (l) => sourceName(l.agency), cell: (l) => source(l.agency) },
      { name: 'Outlet', value: (l) => outletName(l.outlet), cell: (l) => h('bdi', { dir: 'auto' }, outletName(l.outlet)) },
      { name: 'Articles', number: true, value: (l) => l.articles },
      { name: 'Earliest of all', number: true, value: (l) => l.first },
      { name: 'Median time after', number: true, value: (l) => l.delay, cell: (l) => lasting(l.delay, '–') },
    ],
  });
}

/** The rule of src/provenance/standing.rs in words. */
function ledgerRule() {
  return h('section', { class: 'card' }, h('h2', null, 'How a place is judged'),
    h('p', null, 'All places of one text are held against each other, and the first of these that fits is taken. Hosts of one registrable domain are one publisher, which is not held against itself.'),
    h('ol', { class: 'rule' },
      h('li', null, h('b', null, 'Credited'), ': a credit speaks for the text: a byline, dateline or copyright line speaks for the article, a citing phrase for its sentence and the two beside it (in a cluster for the article), a photo credit for no text.'),
      h('li', null, h('b', null, 'Origin'), ': the outlet is itself the house that others credit.'),
      h('li', null, h('b', null, 'Credited'), ', too: the article names, anywhere, a house that other places credit or that published one of them.'),
      h('li', null, h('b', null, 'Origin'), ', too: its publisher surely ran it before every other one, unless two of these credit one house for it. Surely before is five minutes or more apart, whatever the time zones.'),
      h('li', null, h('b', null, 'No credit found'), ': two publishers credit one house for the text, or one does that did not surely run it later, or another publisher surely ran it before. Where dates alone say so and an article names a press release, a written statement or a press conference, all may have it from there: that is undecided.'),
      h('li', null, h('b', null, 'Undecided'), ': nothing decides.')),
    h('p', null, h('b', null, 'Quoted'), ' is a place of which nine tenths or more stand in quotation marks; a whole article never is. Where nobody names a house only the dates speak: a release that all received then looks like one outlet’s text in the others. A verdict is a place to look at, and no evidence by itself.'));
}
