// The first screen: what was found, how alike the pairs are, and what another threshold would group.

const BIN = 0.02;

function overview() {
  const list = h('div');
  const dial = histogram(() => list.replaceChildren(clusterTable('Clusters, the largest first', clusters())));
  list.append(clusterTable('Clusters, the largest first', clusters()));
  return [h('h1', null, 'What was found'), tiles(), dial, list];
}

function tiles() {
  const { summary } = core;
  const travelled = passages.filter((p) => !p.within);
  const tile = (figure, name, says, route) =>
    h('li', null, h('a', { href: '#' + route }, h('strong', null, figure), h('span', null, name), h('small', null, says)));
  const skipped = core.reasons.length ? `${grouped(summary.skipped)} files left out, with reasons` : 'nothing was left out';
  const widest = travelled.reduce((most, p) => Math.max(most, outletsOf(p.places.map((o) => o[0])).length), 0);
  return h('ul', { class: 'tiles', 'aria-label': 'Figures' },
    tile(grouped(summary.articles), 'articles read', skipped, 'run'),
    tile(grouped(summary.outlets), 'outlets', 'who shares with whom', 'outlets'),
    tile(grouped(summary.clusters), 'clusters', 'groups of versions of one text', 'clusters'),
    tile(percent(summary.near_duplicate_share), 'of articles have a twin', 'stand in a cluster', 'clusters'),
    tile(grouped(travelled.length), 'travelling passages', widest ? `the farthest in ${widest} outlets` : 'none left its story', 'passages'),
    tile(grouped(summary.pairs), 'pairs share text', 'side by side', 'pairs'),
    tile(percent(summary.uncredited_share), 'without a credit found', 'of the places that were judged', 'ledger'));
}

function clusterTable(title, rows, query) {
  const time = (c) => c.members.map((n) => articles[n].seconds).filter((t) => t !== null);
  return table({
    name: 'clusters', title, rows, query,
    empty: 'No two articles are versions of one text at this threshold. Move it left to see weaker groups.',
    search: (c) => searchable(c.members, c.weakest?.[2] ?? 0, articles[c.representative].words, c.origin ? [c.origin.status, statusWords[c.origin.status]] : []),
    columns: [
      { name: 'Cluster', number: true, value: (c) => c.number, cell: (c) => link(`cluster/${c.number}`, hidden('Cluster '), c.number) },
      { name: 'Stands for it', value: (c) => articleName(c.representative), cell: (c) => link(`cluster/${c.number}`, named(c.representative)) },
      { name: 'Articles', number: true, value: (c) => c.members.length },
      { name: 'Outlets', value: (c) => outletsOf(c.members).map(outletName).join('; '), cell: (c) => h('bdi', { dir: 'auto' }, outletList(c.members)) },
      { name: 'Weakest link', number: true, value: (c) => c.weakest?.[2] ?? 0, cell: (c) => (c.weakest ? two(c.weakest[2]) : '–') },
      { name: 'First seen', optional: true, value: (c) => (c.earliest === null ? '' : articles[c.earliest].published ?? articles[c.earliest].changed), cell: (c) => (c.earliest === null ? 'no date' : when(c.earliest)) },
      { name: 'Credit', value: (c) => (c.origin ? statusWords[c.origin.status] : ''), cell: (c) => (c.origin ? statusWords[c.origin.status] : '–') },
      { name: 'Probable source', optional: true, value: (c) => (c.origin?.source ? sourceName(c.origin.source) : ''), cell: (c) => (c.origin?.source ? source(c.origin.source) : '–') },
      { name: 'Spread over', number: true, optional: true, value: (c) => (time(c).length > 1 ? Math.max(...time(c)) - Math.min(...time(c)) : ''), cell: (c) => (time(c).length > 1 ? lasting(Math.max(...time(c)) - Math.min(...time(c))) : '–') },
    ],
  });
}

const hatch = () => s('defs', null, s('pattern', { id: 'hatch', width: 7, height: 7, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' },
  s('rect', { width: 7, height: 7 }), s('line', { x1: 0, x2: 0, y1: 0, y2: 7 })));

/** Pairs by resemblance, and the dial under them. */
function histogram(changed) {
  const low = Math.min(core.floor, settings.threshold);
  const bins = Math.round((1 - low) / BIN);
  const counts = Array.from({ length: bins }, () => [0, 0]);
  const add = (resemblance, kind) => {
    if (resemblance >= low) counts[Math.min(bins - 1, Math.floor((resemblance - low) / BIN + 1e-9))][kind] += 1;
  };
  pairs.forEach((p) => add(p.resemblance, p.byPassages ? 1 : 0));
  core.below.forEach((p) => add(p[2], 0));
  const chart = s('svg', { viewBox: '0 0 1000 202', role: 'img', 'aria-label': 'Pairs of articles by resemblance' });
  const told = h('output', { for: 'dial' });
  const log = h('input', { type: 'checkbox', on: { change: draw } });
  const dial = h('input', {
    id: 'dial', type: 'range', min: low, max: 1, step: 0.01, value: state.threshold,
    on: { input: () => { state.threshold = Number(dial.value); draw(); }, change: () => { changed(); remember(); } },
  });
  const reset = button('Back to the run’s', () => { state.threshold = settings.threshold; dial.value = state.threshold; draw(); changed(); remember(); }, { class: 'quiet' });

  function draw() {
    const scale = (n) => (log.checked ? Math.log1p(n) : n);
    const top = Math.max(1, ...counts.map(([x, y]) => scale(x + y)));
    const [x, y] = [(value) => ((value - low) / (1 - low)) * 1000, (n) => 180 - (scale(n) / top) * 165];
    const bars = counts.map(([alike, held], i) => {
      const from = low + i * BIN;
      const sure = from + 1e-9 >= state.threshold;
      const total = alike + held;
      return total > 0 && s('g', null,
        s('title', null, `${two(from)} to ${two(from + BIN)}: ${counted(total, 'pair', 'pairs')}, ${grouped(held)} of them versions by their shared passages`),
        s('rect', { class: sure ? 'bar sure' : 'bar', x: x(from) + 1, width: 1000 / bins - 2, y: y(total), height: 180 - y(total) }),
        held > 0 && s('rect', { class: 'bar held', x: x(from) + 1, width: 1000 / bins - 2, y: y(held), height: 180 - y(held) }));
    });
    const ticks = [];
    for (let t = Math.ceil(low * 10 - 1e-9) / 10; t <= 1.001; t += 0.1) {
      ticks.push(s('text', { class: 'tick', x: Math.min(985, Math.max(12, x(t))), y: 186, 'text-anchor': 'middle' }, t.toFixed(1)));
    }
    chart.replaceChildren(hatch(), ...bars.filter(Boolean), s('line', { class: 'base', x1: 0, x2: 1000, y1: 180, y2: 180 }), ...ticks,
      s('line', { class: 'threshold', x1: x(state.threshold), x2: x(state.threshold), y1: 4, y2: 184 }));
    const found = clusters();
    const held = found.reduce((sum, c) => sum + c.members.length, 0);
    told.replaceChildren(h('strong', null, two(state.threshold)), ` → ${counted(found.length, 'cluster', 'clusters')} of ${counted(held, 'article', 'articles')}`);
    dial.setAttribute('aria-valuetext', `${two(state.threshold)}, ${counted(found.length, 'cluster', 'clusters')}`);
    reset.hidden = state.threshold === settings.threshold;
  }
  draw();
  return h('section', { class: 'card' },
    h('div', { class: 'bar' }, h('h2', null, 'How alike must two articles be?'), h('label', { class: 'check' }, log, 'logarithmic'),
      csvButton('histogram', ['from', 'to', 'pairs', 'of them versions by passages'], () => counts.map(([a, b], i) => [+(low + i * BIN).toFixed(2), +(low + (i + 1) * BIN).toFixed(2), a + b, b]))),
    h('p', { class: 'note' }, 'Each bar counts pairs of articles; 1.0 is word for word the same. Drag the line: the clusters below are grouped anew as ',
      h('code', null, 'reprint scan --threshold'), ' groups them. Hatched pairs left of the line stay together all the same, because most of the shorter article stands in the longer.'),
    h('div', { class: 'dial' }, chart, h('label', { for: 'dial', class: 'unseen' }, 'Threshold of resemblance'), dial),
    h('p', { class: 'told' }, told, ' ', reset));
}
