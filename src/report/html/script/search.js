// What the search box understands: outlet:x  date:2022-02  lang:id  is:contained  credit:antara  >0.8  <=0.5  words>100  "some words".

function parsed(query) {
  const tests = [];
  for (const part of query.match(/(?:[^\s"]+|"[^"]*")+/g) ?? []) {
    const plain = part.replaceAll('"', '');
    const field = /^(outlet|date|lang|is|credit):(.+)$/i.exec(plain);
    const figure = /^(words)?(>=|<=|>|<|=)(\d*\.?\d+)$/i.exec(plain);
    if (field) {
      const wanted = field[2].toLowerCase();
      const name = field[1].toLowerCase();
      // `is:credited` is not what is uncredited.
      const holds = name === 'is' ? (value) => value.startsWith(wanted) : (value) => value.includes(wanted);
      tests.push((item) => item[name].some((value) => holds(value.toLowerCase().replaceAll('"', ''))));
    } else if (figure) {
      const [, words, sign, limit] = figure;
      const holds = { '>': (v) => v > +limit, '>=': (v) => v >= +limit, '<': (v) => v < +limit, '<=': (v) => v <= +limit, '=': (v) => v === +limit }[sign];
      tests.push((item) => holds(words ? item.words : item.score));
    } else {
      const wanted = plain.toLowerCase();
      tests.push((item) => item.text.toLowerCase().includes(wanted));
    }
  }
  return (item) => tests.every((test) => test(item));
}

/** What can be searched of something that stands in these articles. */
function searchable(members, score, words, is, more = '') {
  return {
    text: [more, ...members.map((n) => `${articleName(n)} ${articleId(n)}`)].join(' '),
    outlet: outletsOf(members).map(outletName),
    date: members.map((n) => articles[n].published ?? ''),
    lang: members.map((n) => articles[n].language ?? ''),
    credit: members.flatMap((n) => articles[n].credits.map((c) => sourceName(c.agency))),
    is, score, words,
  };
}
