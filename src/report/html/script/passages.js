// Each reused text once, with all its places.

const PLACES_SHOWN = 8;
const CARDS = 25;

function passagesScreen(query = '') {
  const inside = h('input', { type: 'checkbox', on: { change: draw } });
  const box = h('input', { type: 'search', value: query, 'aria-label': 'Search passages', placeholder: 'outlet:name  credit:name  words>40  some words', on: { input: draw } });
  const list = h('ol', { class: 'cards' });
  const count = h('p', { class: 'count', 'aria-live': 'polite' });
  let shown = CARDS;
  const more = button('Show more', () => { shown += CARDS * 2; draw(); }, { class: 'more' });
  const found = () => {
    const matches = parsed(box.value);
    return passages.filter((p) => (inside.checked || !p.within)
      && matches(searchable(p.places.map((o) => o[0]), Math.min(...p.places.map((o) => o[3])), p.words, [p.origin.status, statusWords[p.origin.status]], p.snippet)));
  };
  function draw() {
    const now = found();
    list.replaceChildren(...now.slice(0, shown).map(passageCard));
    count.textContent = counted(now.length, 'passage', 'passages');
    more.hidden = now.length <= shown;
  }
  draw();
  return [
    h('h1', null, 'Passages that travelled'),
    h('p', { class: 'lead' }, 'Stretches of text that stand in more than one article, those in the most outlets first.'),
    h('div', { class: 'bar' }, box, h('label', { class: 'check' }, inside, 'also those within one cluster'), count,
      csvButton('passages', ['passage', 'words', 'outlets', 'articles', 'earliest seen', 'credit', 'probable source', 'confidence', 'text'], () => found().map((p) => [p.number, p.words, outletsOf(p.places.map((o) => o[0])).length, p.places.length, p.earliest === null ? '' : articleId(p.earliest), statusWords[p.origin.status], p.origin.source === null ? '' : sourceName(p.origin.source), p.origin.confidence, p.snippet]))),
    list, more,
  ];
}

function passageScreen(number) {
  const passage = passages[number - 1];
  if (!passage) return [h('h1', null, 'No such passage'), link('passages', 'All passages')];
  return [h('nav', { class: 'steps', 'aria-label': 'Passages' }, link('passages', 'all passages')), h('h1', null, `Passage ${number}`), h('ol', { class: 'cards' }, passageCard(passage, true)), originCard(passage.origin, passage.places.map((o) => STANDINGS[o[4]]))];
}

function passageCard(passage, whole) {
  const members = passage.places.map((o) => o[0]);
  const first = passage.earliest ?? members[0];
  const quote = h('blockquote', { dir: 'auto', lang: articles[first].language }, passage.snippet, passage.words > 45 && ' …');
  const fillIn = async () => {
    const text = await textOf(first);
    const place = passage.places.find((o) => o[0] === first);
    if (text !== null && place) quote.textContent = text.slice(place[1], place[2]);
    open.remove();
  };
  const open = button('whole text', fillIn, { class: 'quiet' });
  if (whole === true) fillIn();
  const row = ([n, , , identity, standing, quoted]) => h('li', null, n === passage.earliest && h('span', { title: 'earliest seen' }, '◆ '),
    h('b', null, h('bdi', { dir: 'auto' }, outletName(articles[n].outlet))), ' ', n === first || !pairOf.has(pairKey(n, first)) ? named(n) : pairLink(n, first), ` · ${moment(articles[n].published)} · ${percent(identity)} alike${quoted ? ' · quoted' : ''} · `, standingMark(STANDINGS[standing]), articles[n].credits.length > 0 && ` · ${creditText(n)}`);
  const places = h('ul', null, passage.places.slice(0, whole === true ? Infinity : PLACES_SHOWN).map(row));
  return h('li', { class: 'card' },
    h('h2', null, link(`passage/${passage.number}`, `Passage ${passage.number}`), h('small', null, ` ${counted(passage.words, 'word', 'words')} · ${counted(members.length, 'article', 'articles')} · ${counted(outletsOf(members).length, 'outlet', 'outlets')}`, passage.within && ` · within cluster ${passage.within}`)),
    quote, whole !== true && h('p', { class: 'note' }, originLine(passage.origin, passage.places.map((o) => STANDINGS[o[4]]))), articles[first].slot && passage.words > 45 && open, places,
    passage.places.length > PLACES_SHOWN && whole !== true && h('p', null, link(`passage/${passage.number}`, `and ${passage.places.length - PLACES_SHOWN} more places`)));
}
