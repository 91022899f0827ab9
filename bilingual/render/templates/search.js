"use strict";
(() => {
const SHOWN = 30; // articles at a time
const SENTENCES = 3; // of one article
const { issues, articles } = JSON.parse(document.getElementById("index").textContent);
const field = document.getElementById("q");
const status = document.getElementById("count");
const list = document.getElementById("results");
const more = document.getElementById("more");
const everything = document.getElementById("everything");
const title = document.title;

// Letters without accents, in lower case; ligatures, apostrophes, dashes and spaces as a keyboard has them.
const PLAIN = /^[\x00-\x7f]*$/;
const SAME = { "œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ς": "σ", "’": "'", "‘": "'", "ʼ": "'", "‐": "-", "‑": "-", "–": "-", "−": "-" };
const fold = (text) => PLAIN.test(text) ? text.toLowerCase()
  : text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[œæßøłđς’‘ʼ‐‑–−]/g, (sign) => SAME[sign]);
const isWord = (sign) => sign !== undefined && /[\p{L}\p{N}]/u.test(sign);

// Every text once, folded when the first question comes: what it weighs and where it leads.
const TITLE = 10, KEY = 5, EXCERPT = 3;
let units = null;
const prepare = () => {
  units = articles.map(([, , , , titles, key, excerpt, texts, numbers, generated]) => {
    const found = [];
    const add = (text, lang, number, weight) =>
      text && found.push({ text, lang, number, weight, folded: fold(text) });
    for (let i = 0; i < texts.length; i += 2) {
      const number = numbers ? numbers[i / 2] : i / 2;
      const weight = number < titles ? TITLE : key.includes(number) ? KEY : excerpt.includes(number) ? EXCERPT : 1;
      add(texts[i], "en", number, weight);
      add(texts[i + 1], "fr", number, weight);
    }
    for (const [number, english, french] of generated) {
      add(english, english === french ? "fr" : "en", number, KEY);
      if (english !== french) add(french, "fr", number, KEY);
    }
    return found;
  });
};

// Words, and "words in quotation marks" that stand together.
const terms = (question) => {
  const parts = fold(question).match(/["“«][^"”»]*["”»]?|\S+/g) || [];
  const bare = parts.map((part) => part.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "").replace(/\s+/g, " "));
  return [...new Set(bare.filter(Boolean))].slice(0, 20);
};

// Where the term begins a word: [start, end, whether it is the whole word] in folded text.
const places = (folded, term) => {
  const found = [];
  for (let at = folded.indexOf(term); at >= 0; at = folded.indexOf(term, at + 1)) {
    const end = at + term.length;
    if (!isWord(folded[at - 1])) found.push([at, end, !isWord(folded[end])]);
  }
  return found;
};

// An article is found when it has every term somewhere, in either language.
const examine = (question, number) => {
  const best = question.map(() => 0);
  let count = 0, together = 0;
  const hits = [];
  for (const unit of units[number]) {
    let strength = 0;
    const terms = new Set();
    question.forEach((term, i) => {
      const found = places(unit.folded, term);
      if (!found.length) return;
      const worth = unit.weight * (found.some(([, , whole]) => whole) ? 3 : 1);
      best[i] = Math.max(best[i], worth);
      count += found.length;
      strength += worth;
      terms.add(term);
    });
    if (!terms.size) continue;
    if (terms.size === question.length) together = Math.max(together, unit.weight);
    hits.push({ unit, terms, strength });
  }
  if (best.some((worth) => !worth)) return null;
  const score = best.reduce((sum, worth) => sum + worth, 0) + (question.length > 1 ? 2 * together : 0) + Math.min(3, Math.log2(1 + count));
  return { number, score, hits };
};

const search = (question) => {
  if (!units) prepare();
  return articles.map((_, number) => examine(question, number)).filter(Boolean)
    .sort((one, other) => other.score - one.score || one.number - other.number);
};

const make = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
};

// The text with the terms marked: folding changes lengths, so every folded sign remembers where it comes from.
const marked = (text, question) => {
  let folded = "", at = 0;
  const from = [];
  for (const sign of text) {
    const plain = fold(sign);
    for (let i = 0; i < plain.length; i++) from.push(at);
    folded += plain;
    at += sign.length;
  }
  from.push(text.length);
  const spans = question.flatMap((term) => places(folded, term)).sort((one, other) => one[0] - other[0] || other[1] - one[1]);
  const pieces = [];
  let done = 0;
  for (const [start, end] of spans) {
    const first = Math.max(from[start], done), last = from[end];
    if (last <= first) continue;
    pieces.push(text.slice(done, first), make("mark", {}, text.slice(first, last)));
    done = last;
  }
  return [...pieces, text.slice(done)].filter((piece) => piece !== "");
};

const page = (issue, article) => encodeURIComponent(issue) + "/" + encodeURIComponent(article) + ".html";

const headlines = ([, , , , titles, , , texts]) => {
  const count = 2 * Math.max(1, titles);
  const english = texts.slice(0, count).filter((_, i) => i % 2 === 0);
  const french = texts.slice(0, count).filter((_, i) => i % 2);
  const whole = english.every(Boolean);
  return { en: [english.map((text, i) => text || french[i]).join(" "), whole ? "en" : "fr"], fr: [french.join(" "), "fr"] };
};

// The sentences that show most of what no better one shows already, each in the language of the issue where both have
// the terms; in the order of the article.
const sentences = (hits, first) => {
  const left = hits.filter(({ unit }) => unit.weight !== TITLE);
  const seen = new Set(), chosen = [];
  const news = ({ terms }) => [...terms].filter((term) => !seen.has(term)).length;
  const better = (one, other) => news(other) - news(one) || other.terms.size - one.terms.size
    || other.strength - one.strength || one.unit.number - other.unit.number
    || (other.unit.lang === first) - (one.unit.lang === first);
  while (left.length && chosen.length < SENTENCES) {
    const best = left.reduce((one, other) => better(one, other) <= 0 ? one : other);
    best.terms.forEach((term) => seen.add(term));
    chosen.push(best.unit);
    for (let i = left.length - 1; i >= 0; i--) if (left[i].unit.number === best.unit.number) left.splice(i, 1);
  }
  return chosen.sort((one, other) => one.number - other.number);
};

// What the pages show of a flagged sentence: the word that leads to what is to be looked at.
const pill = (address, number, [check, serious], untranslated) => {
  const severity = serious.includes(number) ? "serious" : check.includes(number) ? "check" : "";
  if (!severity) return [];
  const word = untranslated ? "not translated" : "check";
  const label = word + ": what to look at in sentence " + number;
  return [" ", make("a", { class: "pill " + severity, lang: "en", href: address + "#note" + number, "aria-label": label }, word)];
};

const entry = ({ number, hits }, question) => {
  const article = articles[number];
  const [issue, id, source, date, titles, , , texts, numbers, , flags] = article;
  const [edition, name, line, first] = issues[issue];
  const address = page(edition, id);
  const told = headlines(article);
  const second = first === "en" ? "fr" : "en";
  const flagged = (number) => pill(address, number, flags, texts[2 * (numbers ? numbers.indexOf(number) : number)] === 0);
  const heads = [...Array(Math.max(1, titles)).keys()];
  const meta = make("ul", { class: "meta" });
  if (source) meta.append(make("li", { class: "source", lang: "fr" }, source));
  if (date) meta.append(make("li", {}, date));
  meta.append(make("li", {}, make("a", { href: encodeURIComponent(edition) + "/index.html#told-" + encodeURIComponent(id) }, line || name)));
  const found = make("ul", { class: "found" });
  for (const unit of sentences(hits, first)) {
    const anchor = address + (unit.lang === "fr" ? "#fr" : "#s") + unit.number;
    found.append(make("li", {},
      make("p", { lang: unit.lang }, ...marked(unit.text, question), ...flagged(unit.number)),
      make("a", { href: anchor, "aria-label": "Sentence " + unit.number + ", " + told[first][0] }, "Sentence " + unit.number)));
  }
  return make("li", {}, make("article", { class: "entry" }, meta, make("div", {},
    make("h2", { class: "headline", lang: told[first][1] }, make("a", { href: address }, ...marked(told[first][0], question)), ...heads.flatMap(flagged)),
    make("p", { class: "headline-fr", lang: told[second][1] }, ...marked(told[second][0], question)),
    found)));
};

const counted = (count, one, many) => count.toLocaleString("en") + " " + (count === 1 ? one : many);
let results = [], shown = 0, asked = [];
const show = () => {
  for (const result of results.slice(shown, shown + SHOWN)) list.append(entry(result, asked));
  shown = Math.min(results.length, shown + SHOWN);
  more.hidden = shown === results.length;
  more.textContent = "Show " + Math.min(SHOWN, results.length - shown) + " more";
};

const answer = () => {
  const question = field.value.trim();
  asked = terms(question);
  results = asked.length ? search(asked) : [];
  shown = 0;
  list.replaceChildren();
  show();
  everything.hidden = asked.length > 0;
  document.title = question ? question + " – " + title : title;
  const where = new Set(results.map(({ number }) => articles[number][0])).size;
  status.textContent = !asked.length ? ""
    : results.length ? counted(results.length, "article", "articles") + " in " + counted(where, "issue", "issues")
    : "Nothing found. Try fewer words, or only how they begin; accents and capitals do not matter.";
};

const remember = () => {
  const question = field.value.trim();
  try {
    history.replaceState(null, "", question ? "#q=" + encodeURIComponent(question) : "#");
  } catch { /* some browsers refuse it for files: the search works without */ }
};
const recall = () => {
  const inside = new URLSearchParams(location.hash.slice(1).replace(/\+/g, "%2B")).get("q");
  const question = inside ?? new URLSearchParams(location.search).get("q");
  if (question === null || question === field.value.trim()) return;
  field.value = question;
  answer();
};

let waiting = 0;
const soon = () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => { answer(); remember(); }, 150);
};
field.addEventListener("input", soon);
field.form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(waiting);
  answer();
  remember();
});
more.addEventListener("click", () => {
  const next = shown;
  show();
  list.children[next]?.querySelector("h2 a").focus();
});
window.addEventListener("hashchange", recall);
field.form.hidden = false;
document.getElementById("unavailable").remove();
recall();
})();
