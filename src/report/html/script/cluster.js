// One cluster: who ran it when, who stands for all, its weakest link, and what nearly belongs.

const AXIS = { width: 900, left: 190, right: 30, row: 28, head: 34 };

function clusterScreen(number) {
  const cluster = clusters()[number - 1];
  if (!cluster) return [h('h1', null, 'No such cluster'), h('p', null, 'At this threshold there is no cluster of that number. ', link('clusters', 'All clusters'))];
  const { members, representative, earliest } = cluster;
  const inside = pairsInside(members).map((p) => p.resemblance).sort((x, y) => x - y);
  return [
    h('nav', { class: 'steps', 'aria-label': 'Clusters' },
      number > 1 && h('a', { href: `#cluster/${number - 1}`, rel: 'prev' }, '← previous'),
      link('clusters', 'all clusters'),
      number < clusters().length && h('a', { href: `#cluster/${number + 1}`, rel: 'next' }, 'next →')),
    h('h1', null, hidden(`Cluster ${number}: `), named(representative)),
    h('p', { class: 'lead' }, `Cluster ${number}: ${counted(members.length, 'article', 'articles')} in ${counted(outletsOf(members).length, 'outlet', 'outlets')} are versions of one text.`),
    h('dl', { class: 'facts' },
      cluster.once && fact('One address', ['All members have the same address: one page that was read more than once.']),
      cluster.template && fact('Template', ['One form with other numbers each time, by the differences between its members: perhaps no reuse.']),
      fact('★ Stands for all', [pairLink(representative, representative), ' – ', cluster.reason]),
      fact('◆ Earliest seen', earliest === null ? 'no member has a date' : [named(earliest), ` in ${outletName(earliest === null ? 0 : articles[earliest].outlet)}, ${when(earliest)}. Seen first is not written first.`]),
      fact('Weakest link', cluster.weakest ? [`resemblance ${two(cluster.weakest[2])}: `, pairOf.has(pairKey(cluster.weakest[0], cluster.weakest[1])) ? link(`pair/${cluster.weakest[0]}-${cluster.weakest[1]}`, 'compare the two') : [named(cluster.weakest[0]), ' and ', named(cluster.weakest[1]), ', which share no passage; they are held together by the others']] : 'no pair was kept'),
      inside.length > 1 && fact('Resemblance inside', `${two(inside[0])} lowest, ${two(inside[inside.length >> 1])} median, ${two(inside[inside.length - 1])} highest, over ${counted(inside.length, 'pair', 'pairs')} that share text`)),
    cluster.origin ? originCard(cluster.origin, cluster.standings) : h('p', { class: 'note' }, 'Credits and probable source were judged for the clusters at the run’s own threshold; this one is of another.'),
    timeline(cluster), memberTable(cluster), nearMisses(cluster),
  ];
}

const fact = (name, value) => h('div', null, h('dt', null, name), h('dd', null, value));

const pairLink = (n, other) => (n === other ? named(n) : link(`pair/${Math.min(n, other)}-${Math.max(n, other)}`, named(n)));

function timeline({ members, representative, earliest }) {
  const dated = members.filter((n) => articles[n].seconds !== null).sort((x, y) => articles[x].seconds - articles[y].seconds || x - y).slice(0, 60);
  if (dated.length < 2) return h('p', { class: 'note' }, 'Fewer than two members have a date: there is no order of time to show.');
  const [from, to] = [articles[dated[0]].seconds, articles[dated.at(-1)].seconds];
  const span = Math.max(1, to - from);
  const room = AXIS.width - AXIS.left - AXIS.right;
  const x = (n) => AXIS.left + ((articles[n].seconds - from) / span) * room;
  const height = AXIS.head + dated.length * AXIS.row + 6;
  const rows = dated.map((n, i) => {
    const y = AXIS.head + i * AXIS.row + AXIS.row / 2;
    const name = outletName(articles[n].outlet);
    const told = `${name}: ${when(n)}${n === earliest ? ', earliest seen' : ''}${n === representative ? ', stands for all' : ''}`;
    return s('g', null, s('title', null, told),
      s('line', { class: 'lane', x1: AXIS.left, x2: AXIS.width - AXIS.right, y1: y, y2: y }),
      s('text', { x: AXIS.left - 12, y: y + 4, 'text-anchor': 'end' }, name.length > 24 ? name.slice(0, 23) + '…' : name),
      s('path', { class: n === earliest ? 'mark first' : n === representative ? 'mark stands' : 'mark', d: shape(x(n), y, n === representative ? 'star' : n === earliest ? 'diamond' : 'dot') }));
  });
  return h('section', { class: 'card' }, h('h2', null, 'In order of time'),
    h('div', { class: 'wide', tabindex: '0', role: 'region', 'aria-label': 'Time axis' },
      s('svg', { class: 'timeline', viewBox: `0 0 ${AXIS.width} ${height}`, role: 'img', 'aria-label': `From ${when(dated[0])} to ${when(dated.at(-1))}` },
        s('text', { x: AXIS.left, y: 18 }, when(dated[0])),
        to > from && s('text', { x: AXIS.width - AXIS.right, y: 18, 'text-anchor': 'end' }, `${when(dated.at(-1))}  (${lasting(span)} later)`),
        rows)),
    h('p', { class: 'note' }, '★ stands for all   ◆ earliest seen   ● others', members.length > dated.length && `. ${counted(members.length - dated.length, 'member is', 'members are')} not on the axis.`));
}

function shape(x, y, kind) {
  if (kind === 'diamond') return `M${x} ${y - 8}L${x + 8} ${y}L${x} ${y + 8}L${x - 8} ${y}Z`;
  if (kind === 'dot') return `M${x - 6} ${y}a6 6 0 1 0 12 0a6 6 0 1 0 -12 0Z`;
  const points = Array.from({ length: 10 }, (_, i) => {
    const [radius, angle] = [i % 2 ? 4 : 10, (i * Math.PI) / 5 - Math.PI / 2];
    return `${(x + radius * Math.cos(angle)).toFixed(1)} ${(y + radius * Math.sin(angle)).toFixed(1)}`;
  });
  return `M${points.join('L')}Z`;
}

function memberTable({ number, members, representative, earliest, shares, standings }) {
  const rows = members.map((n, i) => ({ n, inside: shares[i][0], of: shares[i][1], standing: standings?.[i] }));
  rows.sort((x, y) => (articles[x.n].seconds ?? Infinity) - (articles[y.n].seconds ?? Infinity) || x.n - y.n);
  return table({
    name: `cluster-${number}`, title: 'Members', rows,
    columns: [
      { name: 'Outlet', value: (r) => outletName(articles[r.n].outlet), cell: (r) => h('bdi', { dir: 'auto' }, outletName(articles[r.n].outlet)) },
      { name: 'Article', value: (r) => articleName(r.n), cell: (r) => [r.n === representative && '★ ', r.n === earliest && '◆ ', r.n === representative || !pairOf.has(pairKey(r.n, representative)) ? named(r.n) : pairLink(r.n, representative), h('small', { class: 'id' }, h('bdi', null, articleId(r.n)))] },
      { name: 'Published', optional: true, value: (r) => articles[r.n].published ?? '', cell: (r) => when(r.n) },
      { name: 'Words', number: true, value: (r) => articles[r.n].words, cell: (r) => grouped(articles[r.n].words) },
      { name: 'Of it in ★', number: true, value: (r) => r.inside, cell: (r) => (r.n === representative ? '★' : meter(r.inside)) },
      { name: 'Of ★ in it', number: true, value: (r) => r.of, cell: (r) => (r.n === representative ? '★' : meter(r.of)) },
      standings && { name: 'Credit', value: (r) => standingWords[r.standing], cell: (r) => standingMark(r.standing) },
      { name: 'Credits in the article', value: (r) => creditText(r.n), cell: (r) => creditList(r.n) },
      { name: 'As it stands there', saved: true, value: (r) => creditTexts(r.n) },
    ].filter(Boolean),
  });
}

function nearMisses({ members, number }) {
  const own = new Set(members);
  const near = members.flatMap((n) => pairsOf.get(n) ?? []).filter((p) => own.has(p.a) !== own.has(p.b));
  near.sort((x, y) => y.words - x.words || x.n - y.n);
  if (!near.length) return h('p', { class: 'note' }, 'No other article shares a passage with a member.');
  return pairTable(`near-misses-${number}`, 'Near misses: articles outside that share text with a member', near);
}
