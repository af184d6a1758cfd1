// Each reused text once, with all its places.

const PLACES_SHOWN = 8;
const CARDS = 25;

function passagesScreen(query = '') {
  const inside = h('input', { type: 'checkbox', on: { change: draw } });
  const box = h('input', { type: 'search', value: query, 'aria-label': 'Search passages', placeholder: 'outlet:name  credit:name  words>40  some words', on: { input: () => { draw(); remember({ q: box.value.trim() }); } } });
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
  const { quote, fillIn } = passageText(passage);
  fillIn();
  return [
    h('nav', { class: 'steps', 'aria-label': 'Passages' },
      number > 1 && h('a', { href: `#passage/${number - 1}`, rel: 'prev' }, '← previous'),
      link('passages', 'all passages'),
      number < passages.length && h('a', { href: `#passage/${number + 1}`, rel: 'next' }, 'next →')),
    h('h1', null, `Passage ${number}`),
    h('p', { class: 'lead' }, passageCounts(passage), passage.within && [', all of ', link(`cluster/${passage.within}`, `cluster ${passage.within}`)]),
    h('section', { class: 'card' }, quote),
    originCard(passage.origin, passage.places.map((o) => STANDINGS[o[4]])),
    table({ name: `passage-${number}`, title: 'Its places', rows: placeRows(passage), columns: placeColumns().filter((column) => !['Stands in', 'Words', 'Probable source'].includes(column.name)) }),
  ];
}

function passageCounts({ words, places }) {
  const members = places.map((o) => o[0]);
  return `${counted(words, 'word', 'words')} · ${counted(members.length, 'place', 'places')} in ${counted(outletsOf(members).length, 'outlet', 'outlets')}`;
}

/** The beginning of the text, and what puts the whole of it there. */
function passageText({ snippet, words, places, earliest }) {
  const first = earliest ?? places[0][0];
  const quote = h('blockquote', { dir: 'auto', lang: articles[first].language }, snippet, words > 45 && ' …');
  const fillIn = async () => {
    const text = await textOf(first);
    const place = places.find((o) => o[0] === first);
    if (text !== null && place) quote.textContent = text.slice(place[1], place[2]);
  };
  return { first, quote, fillIn };
}

function passageCard(passage) {
  const { number, places, words, within, origin } = passage;
  const { first, quote, fillIn } = passageText(passage);
  const open = articles[first].slot && words > 45 && button('whole text', () => fillIn().then(() => open.remove()), { class: 'quiet' });
  return h('li', { class: 'card' },
    h('h2', null, link(`passage/${number}`, `Passage ${number}`), h('small', null, ` ${passageCounts(passage)}`, within && ` · within cluster ${within}`)),
    quote, open, h('p', { class: 'note' }, originLine(origin, places.map((o) => STANDINGS[o[4]]))),
    h('ul', null, places.slice(0, PLACES_SHOWN).map((place) => placeLine(place, first))),
    places.length > PLACES_SHOWN && h('p', null, link(`passage/${number}`, `and ${places.length - PLACES_SHOWN} more places`)));
}

function placeLine([n, , , identity, standing, quoted], first) {
  const told = [when(n, ''), identity > 0 ? `${percent(identity)} alike` : 'linked by another place', quoted === 1 && 'quoted',
    STANDINGS[standing] !== 'unknown' && standingMark(STANDINGS[standing]), creditText(n) && `names ${creditText(n)}`].filter(Boolean);
  return h('li', null, n === first && articles[n].seconds !== null && h('span', { title: 'earliest seen' }, '◆ '),
    h('b', null, h('bdi', { dir: 'auto' }, outletName(articles[n].outlet))), ' ',
    n === first || !pairOf.has(pairKey(n, first)) ? named(n) : pairLink(n, first), told.map((piece) => [' · ', piece]));
}
