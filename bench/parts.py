"""Times the parts of the program in one process and prints JSON (milliseconds). Called by ``run.py``."""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from document_parts import timed

if TYPE_CHECKING:
    from kit.dossier.dossier import Dossier

os.environ["QT_QPA_PLATFORM"] = "offscreen"


def compiled(folder: Path) -> dict[str, float]:
    """Compile all texts and the search index from their files."""
    from kit import compiling

    return {"compiled": timed(lambda: compiling.compile_all(folder / "index"))}


def ticks(folder: Path) -> dict[str, float]:
    """Record a tick on journals of several lengths, interleaved with a bare fsync'd append of one line."""
    from kit.dossier.dossier import Dossier

    found = {}
    sizes = (0, 10_000, 100_000)
    opened = {}
    for size in sizes:
        path = folder / f"tick{size}.kitess"
        opened[size] = Dossier.create(path)
        if size:
            opened[size].record("action:elu-commission", "note", "x")
            opened[size].close()
            grow(path, size)
            opened[size] = Dossier.open(path)
    bare = (folder / "bare").open("ab")
    line = b"x" * 210 + b"\n"
    spent: dict[object, list[float]] = {"bare": [], **{size: [] for size in sizes}}
    for turn in range(60):

        def append() -> None:
            bare.write(line)
            bare.flush()
            os.fsync(bare.fileno())

        spent["bare"].append(timed(append))
        for size, dossier in opened.items():
            value = "fait" if turn % 2 else "a-faire"
            spent[size].append(timed(lambda d=dossier, v=value: d.record("action:elu-commission", "status", v)))
    for key, values in spent.items():
        found[f"tick_{key}"] = statistics.median(values)
    for dossier in opened.values():
        dossier.close()
    bare.close()
    return found


def grow(path: Path, size: int, writer: str = "a1b2c3d4e5f6") -> None:
    """Make a journal of ``size`` events by one writer, each in the place of the one before it in its field."""
    from kit.dossier import line as lines
    from kit.dossier.model import Event

    with path.open("ab") as file:
        for n in range(1, size + 1):
            before = (f"{writer}/{n - 20}",) if n > 20 else ()
            on = f"action:a{n % 20}"
            told = {"on": on, "f": "status", "x": "fait", "r": before}
            event = Event(v=1, w=writer, n=n, l=n, t="2026-11-24T08:00:00Z", by="essai", **told)
            file.write(lines.encode(event) + b"\n")


def begin(dossier: Dossier) -> None:
    """Give a dossier the progress of a commune that has begun: a third done, a third under way."""
    from kit import paths
    from kit.content.index import IndexStore

    store = IndexStore(paths.shipped_index())
    events = [dossier.stage("identity", "name", "Saint-Exemple")]
    for number, action in enumerate(store.outline.actions):
        if number % 3 < 2:
            events.append(dossier.stage(f"action:{action.id}", "status", ("fait", "en-cours")[number % 3]))
    dossier.commit(*events)
    store.close()


def fold(folder: Path) -> dict[str, float]:
    """Open a journal of 10,000 events, against a bare msgspec decode of its lines, typed and kept in a list."""
    import msgspec

    from kit.dossier.dossier import Dossier
    from kit.dossier.model import Event

    path = folder / "fold.kitess"
    Dossier.create(path).close()
    grow(path, 10_000)
    decode = msgspec.json.Decoder(Event).decode

    def bare() -> None:
        [decode(line) for line in path.read_bytes().split(b"\n")[1:-1]]

    ours, theirs = [], []
    for _ in range(7):
        theirs.append(timed(bare))
        opened: list[Dossier] = []
        ours.append(timed(lambda: opened.append(Dossier.open(path, write=False))))  # noqa: B023  timed at once
        opened.pop().close()
    return {"fold_10k": statistics.median(ours), "decode_10k": statistics.median(theirs)}


def snapshot(folder: Path) -> dict[str, float]:
    """Open a new dossier, and one of 100,000 events with its snapshot, in turn."""
    from kit.dossier.dossier import Dossier

    new, long = folder / "new.kitess", folder / "long.kitess"
    cache = folder / "etats"
    for path in (new, long):
        Dossier.create(path).close()
    grow(long, 100_000)
    with Dossier.open(long, cache=cache) as opened:
        opened.keep_snapshot()
    spent: dict[Path, list[float]] = {new: [], long: []}
    for _ in range(15):
        for path, values in spent.items():
            values.append(timed(lambda p=path: Dossier.open(p, write=False, cache=cache).close()))
    whole = statistics.median(timed(lambda: Dossier.open(long, write=False).close()) for _ in range(3))
    return {
        "fold_100000": whole,
        "open_new": statistics.median(spent[new]),
        "open_100000": statistics.median(spent[long]),
    }


def merge(folder: Path) -> dict[str, float]:
    """Merge two journals of 5,000 events, then two of 50,000."""
    from kit.dossier.dossier import Dossier
    from kit.dossier.merge import merge_files

    found = {}
    for size in (5_000, 50_000):
        a, b, out = (folder / f"{name}{size}.kitess" for name in ("a", "b", "out"))
        for path, writer in ((a, "a" * 16), (b, "b" * 16)):
            Dossier.create(path).close()
            grow(path, size, writer)
        spent = []
        for _ in range(3):
            spent.append(timed(lambda a=a, b=b, out=out: merge_files(a, b, out)))
            out.unlink()
        found[f"merge_{size}"] = min(spent)
    return found


def pdf() -> dict[str, float]:
    """Compile the checklist of all levers, cold then warm."""
    from kit import paths
    from kit.content.index import IndexStore
    from kit.content.library import Library
    from kit.documents.boxes import checklist_document
    from kit.documents.checklist import checklist
    from kit.documents.payload import TEMPLATE, document_inputs
    from kit.documents.typeset import Typesetter

    library, typesetter = Library(IndexStore(paths.shipped_index())), Typesetter()

    def make(name: str) -> Callable[[], bytes]:
        document = checklist_document(checklist(library, None, collectivite=name))
        return lambda: typesetter.compile_pdf(TEMPLATE, document_inputs(document))

    cold = timed(make("Saint-Exemple"))
    warm = statistics.median(timed(make(f"Saint-Exemple {n}")) for n in range(9))
    library.close()
    return {"pdf_cold": cold, "pdf_warm": warm}


def acts() -> dict[str, float]:
    """Fill in every model of an act, cold (the first one of the process) then warm (the slowest model counts)."""
    from kit import paths
    from kit.acts.loader import ActModels
    from kit.acts.rendering import ActRenderer
    from kit.acts.samples import filled_in

    renderer = ActRenderer(ActModels(paths.acts()))
    listed = timed(renderer.models.all)
    first = renderer.models.all()[0]
    cold = timed(lambda: renderer.render(first, {}))
    warm = []
    for model in renderer.models.all():
        form = model.fits[0]
        values = filled_in(renderer.fields(model), form, "1800")
        renderer.render(model, values)
        warm.append(statistics.median(timed(lambda m=model, v=values: renderer.render(m, v)) for _ in range(9)))
    return {"acts_listed": listed, "act_cold": cold, "act_warm": max(warm)}


def made_documents(folder: Path) -> dict[str, float]:
    """Make documents in every format (``document_parts.py``)."""
    from document_parts import documents

    return documents(folder)


def draft(folder: Path) -> dict[str, float]:
    """Compose a message of all that the kit knows and make its mailto, as each keystroke in the form does."""
    from kit import paths
    from kit.content.index import IndexStore
    from kit.content.library import Library
    from kit.dossier.dossier import Dossier
    from kit.mail import knowledge, transports
    from kit.mail.compose import compose
    from kit.mail.draft import MailRequest
    from kit.mail.templates import load_templates, read_recipient

    library = Library(IndexStore(paths.shipped_index()))
    templates = load_templates(paths.mail_templates(), to=read_recipient(paths.kit_file()))
    levers = [lever.article.id for lever in library.outline.levers]
    with Dossier.create(folder / "draft.kitess") as dossier:
        for lever in library.outline.levers:
            for action in lever.actions:
                dossier.record(f"action:{action.id}", "status", "a-discuter")
                dossier.record(f"action:{action.id}", "due", "2027-03-15")

        def make() -> object:
            known = knowledge.chosen_levers(library, dossier, levers)
            request = MailRequest(collectivite="Saint-Exemple", kind="commune", levers=known, message="Un mot. " * 400)
            return transports.mailto(compose(request, templates["levier"]))

        make()
        spent = [timed(make) for _ in range(60)]
    library.close()
    return {"draft": statistics.median(spent)}


def main() -> int:
    """Run the parts named on the command line, all by default."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["KIT_DATA"] = os.environ["KIT_CACHE"] = name
        parts = {
            "compiled": lambda: compiled(folder),
            "ticks": lambda: ticks(folder),
            "fold": lambda: fold(folder),
            "snapshot": lambda: snapshot(folder),
            "merge": lambda: merge(folder),
            "pdf": pdf,
            "draft": lambda: draft(folder),
            "acts": acts,
            "documents": lambda: made_documents(folder),
        }
        found = {}
        for part in sys.argv[1:] or parts:
            found |= parts[part]()
        print(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
