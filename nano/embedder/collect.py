"""Stage 1: collects the training texts from freely licensed documentation that lies on the machine.

    python collect.py --packages UNPACKED --own ../.. --held-out ../../../shared/data --out WORK

UNPACKED holds one folder per Debian package of SOURCES, each made by `apt-get download NAME && dpkg -x NAME_*.deb NAME`.
Writes WORK/texts.jsonl ({source, kind, left, right}; left is what names or asks, right what answers) and prints what
was left out because it shares 13 words in a row with a set that the embedder is judged on.
"""

import argparse
import gzip
import hashlib
import html
import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

# Debian package -> (licence of its documentation, folders within it that hold prose, most texts taken from it)
SOURCES: dict[str, tuple[str, list[str], int]] = {
    "python3.11-doc": ("PSF", ["html"], 25_000),
    "nodejs-doc": ("MIT", ["api"], 12_000),
    "rust-doc": ("MIT or Apache-2.0", ["html/book", "html/cargo", "html/reference", "html/nomicon", "html/rustc",
                 "html/rust-by-example", "html/edition-guide", "html/std"], 15_000),
    "golang-1.19-doc": ("BSD-3-Clause", [""], 3_000),
    "postgresql-doc-15": ("PostgreSQL", ["html"], 15_000),
    "sqlite3-doc": ("public domain", ["sqlite3"], 10_000),
    "apache2-doc": ("Apache-2.0", ["manual/en"], 8_000),
    "python-django-doc": ("BSD-3-Clause", [""], 12_000),
    "erlang-doc": ("Apache-2.0", ["doc"], 6_000),
    "python-biopython-doc": ("Biopython licence", ["Doc"], 8_000),
    "python-skbio-doc": ("BSD-3-Clause", ["html"], 6_000),
    "python-scipy-doc": ("BSD-3-Clause", ["html"], 15_000),
    "python-sklearn-doc": ("BSD-3-Clause", ["html"], 18_000),
    "python-statsmodels-doc": ("BSD-3-Clause", ["html"], 10_000),
    "python-pandas-doc": ("BSD-3-Clause", ["html"], 10_000),
    "python-astropy-doc": ("BSD-3-Clause", ["html"], 12_000),
    "python-skimage-doc": ("BSD-3-Clause", ["html"], 6_000),
    "python-nipype-doc": ("Apache-2.0", ["html"], 6_000),
    "python-nibabel-doc": ("MIT", ["html"], 5_000),
    "python-dipy-doc": ("BSD-3-Clause", [""], 4_000),
    "python-sympy-doc": ("BSD-3-Clause", ["html"], 10_000),
    "python-patsy-doc": ("BSD-2-Clause", ["html"], 2_000),
}
BLOCK = re.compile(r"<(h[1-6]|p|li|dd|title)\b[^>]*>(.*?)</\1>", re.S | re.I)
DROPPED = re.compile(r"<(script|style|nav|pre|svg|math)\b.*?</\1>", re.S | re.I)
WORD = re.compile(r"[a-z0-9]+")
HELD_OUT_GRAM = 13


def plain(fragment: str) -> str:
    """The words of a piece of HTML."""
    text = html.unescape(re.sub(r"<[^>]+>", " ", fragment))
    return re.sub(r"\s+", " ", text.replace("¶", " ").replace("\uf0c1", " ")).strip()


def pairs_of_page(page: str) -> Iterator[tuple[str, str]]:
    """(title and headings above, paragraph) in order."""
    title, path = "", ""
    for tag, body in BLOCK.findall(DROPPED.sub(" ", page)):
        text = plain(body)
        if tag.lower() == "title":
            title = re.split(r" — | – | \| ", text)[0]
        elif tag[0] in "hH":
            path = text
        elif 50 <= len(text) <= 4000 and text.count(" ") >= 7:
            yield (path if title in ("", path) else f"{title}: {path}" if path else title), text


def package_texts(folder: Path, name: str, random_: random.Random) -> list[dict[str, str]]:
    """At most so many paragraphs of a package, spread over its pages."""
    _, wanted, most = SOURCES[name]
    pages = sorted(p for p in (folder / name).rglob("*") if p.name.endswith((".html", ".html.gz")) and p.is_file())
    pages = [p for p in pages if not wanted[0] or any(f"/{part}/" in f"{p.parent}/" for part in wanted)]
    random_.shuffle(pages)
    found: list[dict[str, str]] = []
    for path in pages:
        raw = gzip.open(path).read() if path.suffix == ".gz" else path.read_bytes()
        if len(raw) > 3_000_000:
            continue
        for left, right in pairs_of_page(raw.decode("utf8", "replace")):
            found.append({"source": name, "kind": "page", "left": left, "right": right})
        if len(found) >= most * 2:
            break
    return found


def wordnet_texts(folder: Path) -> Iterator[dict[str, str]]:
    """Each synset's words with its gloss, and its words with its first example sentence."""
    for path in sorted((folder / "wordnet-base/usr/share/wordnet").glob("data.*")):
        for line in path.read_text("utf8").splitlines():
            if line.startswith("  "):
                continue
            head, _, gloss = line.partition(" | ")
            fields = head.split()
            count = int(fields[3], 16)
            words = [re.sub(r"\(.*\)", "", word).replace("_", " ") for word in fields[4 : 4 + 2 * count : 2]]
            meaning = re.split(r'; "', gloss.strip())
            yield {"source": "wordnet-base", "kind": "gloss", "left": ", ".join(words), "right": meaning[0]}
            for example in meaning[1:2]:
                yield {"source": "wordnet-base", "kind": "example", "left": meaning[0], "right": example.strip(' "')}


def own_texts(folder: Path) -> Iterator[dict[str, str]]:
    """Paragraphs of the project's own Markdown, under their headings."""
    files = [*folder.glob("*.md"), *(folder / "docs").rglob("*.md"), *(folder / "examples").rglob("*.md")]
    for path in sorted(files):
        heading = path.stem
        for block in re.split(r"\n\s*\n", path.read_text("utf8")):
            if block.startswith("#"):
                heading = block.lstrip("# ").split("\n")[0]
            elif len(block) >= 50 and not block.startswith(("```", "|")):
                yield {"source": "schoolbook", "kind": "page", "left": heading, "right": re.sub(r"\s+", " ", block)}


def grams(text: str) -> Iterator[int]:
    words = WORD.findall(text.lower())
    for start in range(len(words) - HELD_OUT_GRAM + 1):
        yield hash(" ".join(words[start : start + HELD_OUT_GRAM]))


def held_out_grams(folder: Path) -> set[int]:
    """Every run of 13 words of the files that the embedder may be judged on, documents and questions."""
    known: set[int] = set()
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix in {".gz", ".jsonl", ".json", ".csv", ".md", ".txt"}):
        if "LICENSE" in path.name or "COPYRIGHT" in path.name:
            continue
        raw = gzip.open(path).read() if path.suffix == ".gz" else path.read_bytes()
        known.update(grams(raw.decode("utf8", "replace").replace("\\n", " ")))
    return known


def main() -> None:
    parser = argparse.ArgumentParser()
    for name in ("packages", "own", "held-out", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    given = parser.parse_args()
    random_ = random.Random(20261125)
    texts = [*wordnet_texts(given.packages), *own_texts(given.own)]
    held_out = held_out_grams(given.held_out)
    print(f"{len(held_out)} runs of {HELD_OUT_GRAM} words in the held-out sets")
    seen: set[bytes] = set()
    kept: list[dict[str, str]] = []
    dropped: Counter[str] = Counter()

    def keep(found: list[dict[str, str]], most: int) -> None:
        taken = 0
        for text in found:
            key = hashlib.md5(text["right"].lower().encode()).digest()
            if key in seen or taken >= most:
                continue
            seen.add(key)
            if any(gram in held_out for gram in grams(f"{text['left']} {text['right']}")):
                dropped[text["source"]] += 1
                continue
            kept.append(text)
            taken += 1

    keep(texts, len(texts))
    for name, (_, _, most) in SOURCES.items():
        found = package_texts(given.packages, name, random_)
        random_.shuffle(found)
        keep(found, most)
        print(name, len(found), flush=True)
    with (given.out / "texts.jsonl").open("w", encoding="utf8") as file:
        for text in kept:
            file.write(json.dumps(text, ensure_ascii=False) + "\n")
    print("kept", dict(Counter(text["source"] for text in kept)))
    print("left out for sharing 13 words in a row with a held-out set", dict(dropped))


if __name__ == "__main__":
    main()
