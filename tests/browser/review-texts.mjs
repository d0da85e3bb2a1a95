// Texts for the review: one that means harm, and a long one as the server would send it.

export const HOSTILE = [
  '<script>window.harmed = 1</script> opens <img src=x onerror="window.harmed = 1">',
  '',
  'Lena Holt, mayor of Valmora, met Ivo Hart in Valmora on 3 May 2019. “<b onclick=alert(1)>Nobody</b> loses,” said Hart.',
  '',
  'Ana Vell 😀𝔸𝔹 is the harbourmaster of Brin. “We \u202ereversed\u202c it &amp; \u2066left\u2069,” she said.',
  '',
  'قالت لينا هولت رئيسة البلدية إن الطريق مفتوح. Lena Holt said that “الطريق مفتوح” was right.',
  '',
].join('\n');

const LENGTH = 1_000_000;

/** A source of 1 MB with 10,000 claims and 20,000 other marks: its summary, and its JSON. */
export function longSource() {
  const sentences = [];
  const cards = [];
  const marks = [];
  const each = Math.ceil(LENGTH / 10_000);
  let at = 0;
  for (let n = 0; n < 10_000; n += 1) {
    const name = `Ana Vell ${n}`;
    const words = `${name}, the mayor of Sorl, said that the road to Brin would be open `.padEnd(each - 2, 'and on ');
    const sentence = `${words}.${n % 4 === 3 ? '\n' : ' '}`;
    const [start, end] = [at, at + words.length];
    const role = start + name.length + 6;
    cards.push(card(n, start, end, words, name, role));
    marks.push(
      { start, end, kind: 'claim', name: 'Role', card: `card-${n}` },
      { start, end: start + name.length, kind: 'person', name, card: '' },
      { start: role, end: role + 5, kind: 'field', name: 'role', card: `card-${n}` },
    );
    // Every hundredth claim crosses the next one.
    if (n % 100 === 0) marks.at(-3).end += 20;
    sentences.push(sentence);
    at += sentence.length;
  }
  const session = { id: 'long', title: 'A long text', date: '2019-05-06', claims: 10_000, open: 10_000, decided: 0, restricted: false, note: '' };
  return { session, source: JSON.stringify({ ...session, text: sentences.join(''), marks, cards, orphans: [] }) };
}

function card(n, start, end, words, name, role) {
  const field = (property, label, value, from) => ({ name: property, label, value, shown: value, start: from, end: from + value.length });
  return {
    key: `card-${n}`, source: 'long', claim_type: 'role', label: 'Role', start, end, sentence_start: start, sentence_end: end,
    sentence: words, words, before: '', after: '', reading: `holder: ${name}; roleTitle: mayor`,
    english: `${name} is said to be mayor of Sorl.`,
    fields: [field('holder', 'holder', name, start), field('roleTitle', 'role', 'mayor', role)],
    machine: [], status: 'open', decisions: [], seen: '', rank: n % 7, doubts: [],
  };
}
