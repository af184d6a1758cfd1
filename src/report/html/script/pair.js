// Two articles side by side: shared passages numbered and coloured, changed words marked, furniture greyed.

const PALETTE = 6;

function pairTable(name, title, rows, query) {
  const members = (p) => [p.a, p.b];
  return table({
    name, title, rows, query, sorted: query === undefined ? undefined : 2,
    search: (p) => searchable(members(p), p.resemblance, p.words, [relationWords[p.relation], p.relation]),
    columns: [
      { name: 'Article', value: (p) => articleId(p.a), cell: (p) => [link(`pair/${p.a}-${p.b}`, named(p.a)), h('small', { class: 'id' }, outletName(articles[p.a].outlet))] },
      { name: 'and article', value: (p) => articleId(p.b), cell: (p) => [named(p.b), h('small', { class: 'id' }, outletName(articles[p.b].outlet))] },
      { name: 'Resemblance', number: true, value: (p) => p.resemblance, cell: (p) => two(p.resemblance) },
      { name: 'Of first in second', number: true, value: (p) => p.inB, cell: (p) => meter(p.inB) },
      { name: 'Of second in first', number: true, value: (p) => p.inA, cell: (p) => meter(p.inA) },
      { name: 'Shared words', number: true, value: (p) => p.words, cell: (p) => grouped(p.words) },
      { name: 'They are', value: (p) => relationWords[p.relation] },
    ],
  });
}

function pairsScreen(query = '') {
  return [h('h1', null, 'Pairs that share text'), pairTable('pairs', 'Pairs', pairs, query)];
}

function pairScreen(a, b) {
  const pair = articles[a] && articles[b] && pairOf.get(pairKey(a, b));
  if (!pair) return [h('h1', null, 'No such pair'), h('p', null, 'These two articles share nothing that was kept. ', link('pairs', 'All pairs'))];
  const cluster = (clusters(), clusters.of.get(pair.a));
  const place = h('div', { class: 'sides', 'aria-busy': 'true' }, h('p', { class: 'note' }, 'Unpacking the texts …'));
  Promise.all([textOf(pair.a), textOf(pair.b)]).then((texts) => place.replaceWith(sides(pair, texts)),
    (error) => place.replaceChildren(h('p', { class: 'nothing' }, String(error.message))));
  return [
    h('nav', { class: 'steps', 'aria-label': 'Pairs' }, cluster && cluster.members.includes(pair.b) && link(`cluster/${cluster.number}`, `← cluster ${cluster.number}`), link('pairs', 'all pairs')),
    h('h1', null, 'Side by side'),
    h('dl', { class: 'facts' },
      fact('They are', relationWords[pair.relation]),
      fact('Left in right', meter(pair.inB)), fact('Right in left', meter(pair.inA)),
      pairStandings(pair, cluster), fact('Resemblance', two(pair.resemblance)), fact('Equal words in passages', grouped(pair.words))),
    h('p', { class: 'legend' }, 'Click a number to go to the same passage on the other side. ',
      h('mark', { class: 'p p0' }, 'shared'), ' ', h('mark', { class: 'p p0' }, h('span', { class: 'changed' }, 'changed')), ' ', h('span', { class: 'furniture' }, 'furniture, not compared'), ' ', h('span', { class: 'credit' }, 'credit')),
    place,
  ];
}

/** Whether the two credit the text of their cluster. */
function pairStandings({ a, b }, cluster) {
  if (!cluster?.standings || !cluster.members.includes(b)) return null;
  const of = (n) => standingMark(cluster.standings[cluster.members.indexOf(n)]);
  const { source: from, confidence } = cluster.origin;
  return fact('Credit', ['left: ', of(a), ' · right: ', of(b), from !== null && [' · probable source: ', source(from), ` (${confidenceWords[confidence]})`]]);
}

/** Passages by the articles they stand in. */
function passagesOf(n) {
  passagesOf.all ??= Map.groupBy(passages.flatMap((passage) => passage.places.map((place) => ({ passage, place }))), ({ place }) => place[0]);
  return passagesOf.all.get(n) ?? [];
}

/** The passage that a match of two articles is part of, with its places there: those that overlap it most. */
function travelled(pair, [aStart, aEnd, bStart, bEnd]) {
  const overlap = (place, from, to) => Math.min(place[2], to) - Math.max(place[1], from);
  const right = passagesOf(pair.b).filter(({ place }) => overlap(place, bStart, bEnd) > 0);
  const both = passagesOf(pair.a).flatMap((a) => right.filter((b) => b.passage === a.passage).map((b) => ({ passage: a.passage, a: a.place, b: b.place, common: overlap(a.place, aStart, aEnd) })));
  return both.filter((one) => one.common > 0).sort((x, y) => y.common - x.common || x.passage.number - y.passage.number)[0];
}

function sides(pair, texts) {
  if (texts.some((text) => text === null)) {
    return h('p', { class: 'nothing' }, 'The texts are not in this result. Run the scan with --html, or save it with --with-text, to see the two side by side.');
  }
  const changes = [[], []];
  for (const [aStart, aEnd, bStart, bEnd] of pair.matches) {
    changed(words(texts[0], aStart, aEnd, articles[pair.a].furniture), words(texts[1], bStart, bEnd, articles[pair.b].furniture))
      .forEach((list, side) => changes[side].push(...joined(list, texts[side])));
  }
  const spans = [pair.matches.map((m) => [m[0], m[1]]), pair.matches.map((m) => [m[2], m[3]])];
  const panes = [pair.a, pair.b].map((n, side) => pane(n, texts[side], spans[side], changes[side], side, pair.matches));
  scrollTogether(panes);
  return h('div', null, h('div', { class: 'sides' }, panes.map((p) => p.whole)), matchTable(pair));
}

function pane(n, text, spans, changes, side, matches) {
  const article = articles[n];
  const body = h('div', { class: 'text', dir: 'auto', lang: article.language, tabindex: '0', role: 'region', 'aria-label': `Text of ${articleName(n)}` });
  for (const piece of cut(text, spans, article, changes)) body.append(marked(piece, side, matches));
  const address = !state.anonymous && /^https?:\/\//i.test(article.url ?? '') ? article.url : null;
  return {
    body,
    whole: h('article', null, h('header', null, h('h2', null, named(n)),
      h('p', null, h('bdi', { dir: 'auto' }, outletName(article.outlet)), ` · ${when(article.n)} · ${counted(article.words, 'word', 'words')}`, article.furnitureWords > 0 && `, ${grouped(article.furnitureWords)} of furniture`),
      h('p', { class: 'id' }, address ? h('a', { href: address, rel: 'noopener noreferrer', target: '_blank' }, articleId(n)) : articleId(n)),
      h('div', { class: 'says' }, h('span', null, 'Credits: '), creditList(n))), body),
  };
}

/** The text in pieces that each carry one set of marks. */
function cut(text, spans, article, changes) {
  const { furniture } = article;
  const greys = Array.from({ length: furniture.length / 2 }, (_, i) => [furniture[2 * i], furniture[2 * i + 1]]);
  const credits = article.credits.filter((credit) => credit.place);
  const changed = changes.map((c) => [c.start, c.end]);
  const edges = new Set([0, text.length, ...[...spans, ...greys, ...changed, ...credits.map((c) => c.place)].flat()]);
  const cuts = [...edges].sort((x, y) => x - y);
  const within = (list) => { const sorted = [...list].sort((x, y) => x[0] - y[0]); let i = 0; return (at) => { while (i < sorted.length && sorted[i][1] <= at) i++; return i < sorted.length && sorted[i][0] <= at; }; };
  const [isFurniture, isChanged] = [within(greys), within(changed)];
  const begun = new Set();
  return cuts.slice(0, -1).map((from, i) => {
    const match = spans.findIndex(([start, end]) => start <= from && from < end);
    return {
      part: text.slice(from, cuts[i + 1]), match, grey: isFurniture(from), other: isChanged(from),
      credit: credits.find(({ place }) => place[0] <= from && from < place[1]),
      first: match >= 0 && !begun.has(match) && Boolean(begun.add(match)),
    };
  });
}

function marked({ part, match, first, grey, other, credit }, side, matches) {
  let text = other && !grey ? h('span', { class: 'changed', title: 'not in the other article' }, part) : part;
  if (credit) text = h('span', { class: 'credit', title: `credits ${sourceName(credit.agency)} (${credit.kind}): ${holdsWords[credit.holds]}` }, text);
  if (grey) return h('span', { class: 'furniture', title: 'furniture of the outlet: not compared' }, text);
  if (match < 0) return text;
  const badge = first && h('a', {
    class: 'badge', id: `m${side}-${match}`, href: '#', 'aria-label': `Passage ${match + 1}, ${percent(matches[match][5])} alike: go to it in the other article`,
    on: { click: (event) => { event.preventDefault(); showMatch(1 - side, match); } },
  }, match + 1);
  return h('mark', { class: `p p${match % PALETTE}` }, badge, text);
}

function showMatch(side, match) {
  const badge = document.getElementById(`m${side}-${match}`);
  if (!badge) return;
  const pane = badge.closest('.text');
  scrollTogether.leader = pane;
  pane.scrollTop += badge.getBoundingClientRect().top - pane.getBoundingClientRect().top - 40;
  badge.focus({ preventScroll: pane.scrollHeight > pane.clientHeight });
}

/** The pane that is not being scrolled follows: the passage at the top of one stands beside itself in the other. */
function scrollTogether(panes) {
  panes.forEach(({ body }, side) => {
    for (const event of ['pointerenter', 'focusin', 'touchstart']) body.addEventListener(event, () => { scrollTogether.leader = body; }, { passive: true });
    body.addEventListener('scroll', () => {
      if (scrollTogether.leader !== body) return;
      const other = panes[1 - side].body;
      const top = body.getBoundingClientRect().top;
      const badge = [...body.querySelectorAll('.badge')].filter((b) => b.getBoundingClientRect().top <= top + body.clientHeight / 2).at(-1);
      const twin = badge && document.getElementById(badge.id.replace(/^m\d/, `m${1 - side}`));
      if (twin) other.scrollTop += twin.getBoundingClientRect().top - other.getBoundingClientRect().top - (badge.getBoundingClientRect().top - top);
    }, { passive: true });
  });
}

function matchTable(pair) {
  const judged = (place) => (place ? groupOf(STANDINGS[place[4]], place[5] === 1) : null);
  const rows = pair.matches.map((m, i) => ({ m, i, at: travelled(pair, m) }));
  const credit = (name, side) => ({ name, value: (r) => GROUPS[judged(r.at?.[side])]?.[0] ?? '', cell: (r) => (r.at ? GROUPS[judged(r.at[side])][0] : '–') });
  return table({
    name: `pair-${articleId(pair.a)}-${articleId(pair.b)}`.replace(/[^\w-]+/g, '_'), title: 'Shared passages', rows,
    empty: 'No passage is shared: the two resemble each other in short runs of words.',
    columns: [
      { name: 'Passage', number: true, value: (r) => r.i + 1, cell: (r) => button(r.i + 1, () => { showMatch(1, r.i); showMatch(0, r.i); }, { 'aria-label': `Show passage ${r.i + 1}` }) },
      { name: 'Equal words', number: true, value: (r) => r.m[4] },
      { name: 'Alike', number: true, value: (r) => r.m[5], cell: (r) => meter(r.m[5]) },
      { name: 'How', value: (r) => r.m[6] },
      { name: 'All its places', value: (r) => (r.at ? `passage ${r.at.passage.number}` : ''), cell: (r) => (r.at ? link(`passage/${r.at.passage.number}`, `passage ${r.at.passage.number}`) : '–') },
      credit('Left', 'a'), credit('Right', 'b'),
      { name: 'Probable source', value: (r) => (r.at?.passage.origin.source ? sourceName(r.at.passage.origin.source) : ''), cell: (r) => (r.at?.passage.origin.source ? source(r.at.passage.origin.source) : '–') },
    ],
  });
}
