"""What disagrees: each explained by a rule, or by a line of the table that somebody wrote, or not at all."""

from collections import Counter, defaultdict

from kinds import KINDS, kind_of

HEAD = ["document", "operation", "subject", "judge", "prism", "kind", "words"]
# Whether Prism responds in time depends on the machine.
UNSTEADY = {"no-response"}
PARTIES = ["ours", "openapi-core", "prism", "undefined", "document", "unexplained"]


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
            self.rows.append({
                "document": self.document, "operation": operation, "subject": subject, "judge": judge, "kind": kind or "",
                "prism": "" if second is None else "refuses" if second else "accepts",
                "words": " ".join(words.split())[:240], "made": made, "inputs": inputs,
            })


def report(found, counts, options):
    """Compares with the known table, prints unexplained disagreements, and returns the exit status."""
    known = read(options.known)
    explain(found, known)
    unexplained = [row for row in found if row["kind"] not in KINDS]
    # A rule explains a kind; whether it is right of one more occurrence, somebody has to read.
    table = {(*subject(row), row["kind"]) for row in known}
    steady = [row for row in found if row["kind"] in KINDS and row["kind"] not in UNSTEADY]
    new = [row for row in steady if (*subject(row), row["kind"]) not in table]
    if options.update:
        write(options.known, [row for row in known if row["document"] not in counts] + found)
    for row in unexplained + new:
        print("\t".join(row[name] for name in HEAD))
        if options.show:
            made = row["made"] or {}
            print("\t\t", made.get("method"), made.get("url"), made.get("headers"), made.get("body", b"")[:300])
            print("\t\t", str(row["inputs"])[:600])
    for name, count in Counter(row["kind"] for row in found if row["kind"] in KINDS).most_common():
        print(f"{count}\t{name}\t{KINDS[name].whose}")
    if options.counts:
        write_counts(options.counts, found, counts)
    print(f"{len(found)} disagreements, {len(unexplained)} unexplained, {len(new)} not in the table")
    return 1 if unexplained or (new and not options.update) else 0


def explain(found, known):
    """Gives each disagreement that no rule explains the kind that the table has for it."""
    by_rule = {(*subject(row), row["kind"]) for row in found if row["kind"]}
    by_hand = {subject(row): row["kind"] for row in known if (*subject(row), row["kind"]) not in by_rule}
    for row in found:
        row["kind"] = row["kind"] or by_hand.get(subject(row), "")


def subject(row):
    return row["document"], row["operation"], row["subject"], row["judge"]


def read(path):
    if not path.exists():
        return []
    lines = [line.split("\t") for line in path.read_text("utf-8").splitlines()]
    return [dict(zip(lines[0], line)) for line in lines[1:]]


def write(path, rows):
    lines = sorted("\t".join(row[name] for name in HEAD) for row in rows)
    path.write_text("\n".join(["\t".join(HEAD), *lines]) + "\n", "utf-8")


def write_counts(path, found, counts):
    """The counts of each document, and the origins of the disagreements; rows of other documents are kept."""
    whose = defaultdict(Counter)
    for row in found:
        whose[row["document"]][KINDS[row["kind"]].whose if row["kind"] in KINDS else "unexplained"] += 1
    columns = ["operations", "out of time", "without values", "requests", "responses"]
    rows = {row["name"]: [int(row[column]) for column in [*columns, *PARTIES]] for row in read(path)}
    rows |= {name: [counts[name][column] for column in columns] + [whose[name][party] for party in PARTIES] for name in counts}
    rows.pop("all", None)
    rows = dict(sorted(rows.items()))
    rows["all"] = [sum(values) for values in zip(*rows.values())]
    # One of the parties is the document.
    lines = ["\t".join(["name", *columns, *PARTIES])]
    lines += ["\t".join(map(str, [name, *values])) for name, values in rows.items()]
    path.write_text("\n".join(lines) + "\n", "utf-8")
