"""What disagrees: each explained by a kind, or by a line of the table that is reviewed, or not at all."""

import csv
from collections import Counter, defaultdict

from kinds import KINDS, kind_of

HEAD = ["document", "operation", "subject", "judge", "prism", "kind", "words"]


class Found:
    """The disagreements of one document, each operation, subject, judge and kind once."""

    def __init__(self, document):
        self.document = document
        self.rows = []
        self.seen = set()
        self.count = 0

    def add(self, operation, subject, judge, words, facts=None, inputs=None, made=None, second=None):
        self.count += 1
        kind = kind_of(judge, subject, words, facts, inputs, made)
        key = operation, subject, judge, kind
        if key not in self.seen:
            self.seen.add(key)
            also = "" if second is None else "refuses" if second else "accepts"
            self.rows.append({
                "document": self.document, "operation": operation, "subject": subject, "judge": judge,
                "kind": kind or "", "words": " ".join(words.split())[:240], "prism": also, "made": made, "inputs": inputs,
            })


def report(found, counts, options):
    """Compares with the table that is known, and says what is not explained. The exit status."""
    known = read(options.known)
    unexplained = [row for row in found if not row["kind"] and key(row) not in known]
    if options.update:
        write(options.known, found, known, counts)
    for row in unexplained:
        print("\t".join([*(row[name] for name in HEAD[:4]), row["prism"], row["words"]]))
        if options.show:
            made = row["made"] or {}
            print("\t\t", made.get("method"), made.get("url"), made.get("headers"), made.get("body", b"")[:300])
            print("\t\t", str(row["inputs"])[:600])
    by_kind = Counter(row["kind"] for row in found if row["kind"])
    for name, count in by_kind.most_common():
        print(f"{count}\t{name}\t{KINDS[name].whose}")
    if options.counts:
        write_counts(options.counts, found, known, counts)
    print(f"{len(found)} disagreements, {len(unexplained)} unexplained")
    return 1 if unexplained else 0


def key(row):
    return row["document"], row["operation"], row["subject"], row["judge"]


def read(path):
    if not path.exists():
        return {}
    with open(path, encoding="utf-8", newline="") as table:
        return {key(row): row for row in csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE)}


def write(path, found, known, counts):
    """The table anew for the documents that were judged, with what was said of each before."""
    rows = [row for name, row in known.items() if row["document"] not in counts]
    for row in found:
        old = known.get(key(row))
        kind = row["kind"] or (old["kind"] if old else "")
        rows.append({name: row[name] for name in HEAD} | {"kind": kind})
    rows.sort(key=key)
    with open(path, "w", encoding="utf-8", newline="") as table:
        writer = csv.DictWriter(table, HEAD, delimiter="\t", quoting=csv.QUOTE_NONE, escapechar="\\", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def write_counts(path, found, known, counts):
    """How much was judged of each document, and whose the disagreements are."""
    parties = ["ours", "openapi-core", "prism", "undefined", "document", "unexplained"]
    whose = defaultdict(Counter)
    for row in found:
        kind = row["kind"] or (known[key(row)]["kind"] if key(row) in known else "")
        whose[row["document"]][KINDS[kind].whose if kind in KINDS else "unexplained"] += 1
    columns = ["operations", "without values", "requests", "responses"]
    rows = {name: [counts[name][column] for column in columns] + [whose[name][party] for party in parties] for name in counts}
    rows["all"] = [sum(values) for values in zip(*rows.values())]
    lines = ["\t".join(["document", *columns, *parties])]
    lines += ["\t".join(map(str, [name, *values])) for name, values in rows.items()]
    path.write_text("\n".join(lines) + "\n", "utf-8")
