"""A dataset of all that is hard to write down: what readers of our files and pages must take for text, and nothing else.

Names and metadata hold markup, quotes, control characters, line ends, text from right to left and very long words; dates are
before our era, uncertain or unknown; one source has no licence and one may not be passed on.
"""

import json
import re

SCRIPT = "</title></script><script>alert(1)</script><img src=x onerror=alert(2)>\"'`{{7*7}}"
# What a name or a title may hold. Nothing has a bar or an at sign, which the gazetteer's table gives a meaning.
NASTY = [
    SCRIPT,
    "]]><!--<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>&e;--><?php x ?>",
    "\\\" \\u0022 \\n }}] , <urn:x> <urn:y> <urn:z> . #",
    "\u202eturned\u202c \u05e9\u05dc\u05d5\u05dd \u200f\u0645\u062f\u064a\u0646\u0629\u200e",
    "a\u0301\u0327 \U0001f1e6\U0001f1ff \U0001f468\u200d\U0001f469\u200d\U0001f467 \ufeff\u00ad\u200b\u2028\u2029 \U000e0041",
    "tab\there, delete\u007f, next\u0085line",
    "\ufdd0\U0010fffd\ue000 nothing",
    "' onmouseover='alert(3)' \" onfocus=\"alert(4) autofocus",
    "javascript:alert(5)",
    "-- \r\nSet-Cookie: x=1\r\n\r\n",
    "=cmd()+'x'!A1",
    "Long" * 3000,
    "\u1e9e\u0130\u0131\u01c5 \ufb03 \u212b",
    "%00%2e%2e%2f..\\..//etc/passwd",
    "..",
]

# With these the dataset is not written as RDF/XML, for which there are no such characters; the rest is.
NOT_XML = ["bell\u0007, escape\u001b[31m", "\uffff"]


def basic(text):
    """A TOML string: JSON's, but for characters outside the first plane, which JSON writes as two halves."""
    return json.dumps(text, ensure_ascii=False).replace("\u007f", "\\u007f")


def cell(text):
    return '"' + text.replace('"', '""') + '"'


def write(folder, nasty=None, base="https://example.org/d/"):
    """Writes the dataset; says how many sources may be passed on."""
    nasty = nasty or NASTY
    (folder / "sources").mkdir(parents=True)
    (folder / "gazetteer").mkdir()

    def text(n):
        return nasty[n % len(nasty)]

    (folder / "dataset.toml").write_text(
        f"title = {basic(text(0))}\ndescription = {basic(text(1))}\nbase = \"{base}\"\n"
        f"licence = \"https://creativecommons.org/licenses/by/4.0/\"\ncreator = {basic(text(2))}\n"
        f"publisher = {basic(text(3))}\nlanguages = [\"en\", \"he\"]\nissued = \"2026\"\n"
        f"keywords = [{', '.join(basic(t) for t in nasty if t.isprintable())}]\n",
        encoding="utf-8",
        newline="",
    )
    rows = ["id,kind,names,wikidata,evidence,point,point-source"]
    for n in range(len(nasty)):
        # A name goes into IRIs, and rdflib takes the two separators of lines there for the end of the IRI.
        name = re.sub("[|@\u2028\u2029]", " ", text(n))
        rows.append(
            ",".join(
                [f"place-{n}", "town", cell(f"{name}@en|{name} B@he-Hebr|Town {chr(65 + n % 26)}{n}@en"), "", cell(name),
                 cell("40.5, -12.25") if n % 2 else "", cell(name) if n % 2 else ""]
            )
        )
    (folder / "gazetteer" / "x.csv").write_text("\n".join(rows) + "\n", encoding="utf-8", newline="")
    dates = ["1992?", "may 08, 1992", "1988-1992", "c. 1992", "1992Q3"]
    for n in range(len(nasty)):
        # A record begins with a name, and what has figures or marks in it is read as something else.
        name = re.sub(r"[\d:;,.%()\s\x00-\x1f\x7f-\x9f-]+", " ", text(n))[:80].strip()
        lines = [text(n)]
        for k, date in enumerate(dates):
            lines.append(f"Town {chr(65 + n % 26)}{n}: {date}, territory {k + 1},250.5 km2; Lower {name}: {date}, area {n + k + 1} ha")
        (folder / "sources" / f"s{n}.txt").write_text("\n".join(lines), encoding="utf-8", newline="")
        meta = f"title = {basic(text(n))}\npublisher = {basic(text(n + 1))}\nauthors = [{basic(text(n + 2))}]\nlanguage = \"en\"\ndate-means = \"control\"\n"
        if n % 3 == 0:
            meta += "licence = \"https://creativecommons.org/licenses/by/4.0/\"\n"
        if n == 1:
            meta += "redistribute = false\n"
        (folder / "sources" / f"s{n}.meta.toml").write_text(meta, encoding="utf-8", newline="")
    prose = "\n\n".join(
        f"Mayor {text(n)[:300]} Anna Petrov met Boris Ivanov in Town A0 on 3 May 1992. “We will go on, {text(n)[:300]}” Petrov said."
        for n in range(len(nasty))
    )
    (folder / "sources" / "prose.txt").write_text(prose, encoding="utf-8", newline="")
    (folder / "sources" / "prose.meta.toml").write_text(
        f"kind = \"article\"\ntitle = {basic(text(4))}\npublisher = {basic(text(5))}\nlanguage = \"en\"\n"
        "licence = \"https://creativecommons.org/licenses/by/4.0/\"\n",
        encoding="utf-8",
        newline="",
    )
