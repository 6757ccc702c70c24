from __future__ import annotations

import re
import threading
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from msgspec.structs import replace

from kit import paths
from kit.content.blocks import Callout, Items, Paragraph, Table
from kit.content.files import FileStore
from kit.content.library import Library
from kit.documents.boxes import checklist_document
from kit.documents.checklist import checklist
from kit.documents.document import Box, Boxes, Document, Fields, heading, said, words
from kit.documents.model import Checklist, Options
from kit.documents.payload import TEMPLATE, document_inputs
from kit.documents.typeset import ARCHIVED, Typesetter
from kit.dossier.model import Status
from kit.errors import CompileFailed
from tests.unit.documents.document_samples import DAY, FakeDossier, lever, library_of, with_text
from tests.unit.documents.pdf_reading import Pdf

Make = Callable[[Checklist], bytes]
SIZES = (11, 18, 24)


def boxes(document: Pdf) -> list[str]:
    return [figure.alt for figure in document.root.all("Figure")]


def test_each_box_has_an_alternative_and_marked_content_in_reading_order(sample: Checklist, pdf: Make) -> None:
    document = Pdf(pdf(sample))
    assert boxes(document) == [
        "Fait", "Fait", "Non concerné", "À faire",
        "En cours", "À discuter", "En pause", "Abandonné",
        "Non concerné", "Non concerné",
    ]  # fmt: skip
    assert all(figure.content() for figure in document.root.all("Figure"))
    marks = [mark for mark in document.root.content() if mark[0] == 0]
    assert marks == sorted(marks)


def test_boxes_are_as_many_as_actions_and_milestones(library: Library, pdf: Make) -> None:
    document = Pdf(pdf(checklist(library, None, today=DAY)))
    assert boxes(document) == ["À faire"] * 10


def test_lists_and_headings_are_tagged_without_gap(sample: Checklist, pdf: Make) -> None:
    root = Pdf(pdf(sample)).root
    headings = [node.tag for node in root.walk() if re.fullmatch(r"H\d?", node.tag)]
    assert headings == ["H1", "H2", "H2", "H2"]
    items = root.all("LI")
    assert len(items) == 10
    assert all([child.tag for child in item.children] == ["Lbl", "LBody"] for item in items)
    assert all(len(item.children[0].all("Figure")) == 1 for item in items)


def test_all_content_is_marked(sample: Checklist, library: Library, pdf: Make) -> None:
    assert Pdf(pdf(sample)).unmarked_operators() == []
    assert Pdf(pdf(checklist(library, None, today=DAY))).unmarked_operators() == []


def test_language_title_and_standard_are_declared(sample: Checklist, pdf: Make) -> None:
    opened = Pdf(pdf(sample)).pdf
    assert str(opened.Root.Lang).startswith("fr")
    assert bool(opened.Root.MarkInfo.Marked)
    assert bool(opened.Root.ViewerPreferences.DisplayDocTitle)
    with opened.open_metadata() as metadata:
        assert metadata["dc:title"] == "Les leviers à actionner – Saint-Exemple"
        assert metadata["pdfuaid:part"] == "1"
    width, height = (float(side) for side in opened.pages[0].mediabox[2:])
    assert (round(width), round(height)) == (595, 842)


def test_the_same_checklist_serves_for_the_archive(sample: Checklist, typesetter: Typesetter) -> None:
    made = typesetter.compile_pdf(TEMPLATE, document_inputs(checklist_document(sample)), ARCHIVED)
    opened = Pdf(made).pdf
    with opened.open_metadata() as metadata:
        assert (metadata["pdfuaid:part"], metadata["pdfaid:part"]) == ("1", "2")
        assert metadata["pdfaid:conformance"] == "A"


def test_states_codes_counts_and_plan_are_printed(sample: Checklist, pdf: Make) -> None:
    text = Pdf(pdf(sample)).words()
    assert "1 action faite sur 6. 3 actions non concernées." in text
    for line in (
        "☑ 1.0 Point de départ", "☑ 1.1", "– 1.2", "☐ 1.3", "◪ 2.1", "⍰ 2.2", "◫ 2.3", "⧄ 2.4", "(non concerné)",
        "(en cours)", "(à discuter)", "(en pause)", "(abandonné)", "1 sur 2", "0 sur 4",
        "Qui : Adjointe · Pour le 1er mars 2027",
    ):  # fmt: skip
        assert line in text.replace("\u00a0", " "), line
    assert re.search(r"3\. Communiquer et informer\s+—", text)


def test_head_and_foot_stand_on_each_page_as_artifacts(sample: Checklist, pdf: Make) -> None:
    document = Pdf(pdf(replace(sample, options=Options(size=24))))
    pages = document.text("-layout").split("\f")[:-1]
    assert len(pages) > 1
    for number, page in enumerate(pages, 1):
        assert "Saint-Exemple" in page
        assert f"24 novembre 2026 · page {number}/{len(pages)}" in page
        assert "Kit ESS – CRESS Nouvelle-Aquitaine – textes 2026.11" in page
    assert b"/Header" in document.pdf.pages[0].Contents.read_bytes()
    assert b"/Footer" in document.pdf.pages[0].Contents.read_bytes()


def test_a_blank_list_has_space_to_write(library: Library, pdf: Make) -> None:
    text = Pdf(pdf(checklist(library, None, today=DAY))).words().replace("\u00a0", " ")
    assert text.count("Qui ?") == text.count("Pour quand ?") == 10
    assert "Collectivité :" in text
    assert "Réunion du :" in text
    assert "sur 4" not in text


@pytest.mark.parametrize("size", SIZES)
def test_text_has_the_size_asked_for(size: int, library: Library, dossier: FakeDossier, pdf: Make) -> None:
    document = checklist(library, dossier, options=Options(size=size), today=DAY)
    opened = Pdf(pdf(document)).pdf
    stream = opened.pages[0].Contents.read_bytes().decode("latin1")
    sizes = [float(found) for found in re.findall(r"/f\d+ ([\d.]+) Tf", stream)]
    assert size in sizes
    assert min(sizes) >= (9 if size == 11 else 18)


@pytest.mark.parametrize("size", SIZES)
def test_a_box_stays_with_its_item(size: int, pdf: Make) -> None:
    titles = [f"Une action dont le titre est assez long pour deux ou trois lignes, numéro {n}" for n in range(60)]
    many = library_of(lever(1, "Beaucoup", titles, "Un jalon"))
    document = Pdf(pdf(checklist(many, None, options=Options(size=size, why=True, steps=True), today=DAY)))
    items = document.root.all("LI")
    own = [item for item in items if item.children[0].all("Figure")]
    assert len(own) == 61
    for item in own:
        assert len({page for page, _ in item.content()}) == 1


def test_a_note_of_5000_characters_runs_over_pages(sample: Checklist, pdf: Make) -> None:
    note = "Une phrase de la note. " * 218
    items = (replace(sample.items[1], note=note), *sample.items[2:4])
    long = replace(sample, sections=(replace(sample.sections[0], items=items),), options=Options(size=24))
    document = Pdf(pdf(long))
    assert document.words().count("phrase") == 218
    (first, *_) = [item for item in document.root.all("LI") if item.children[0].all("Figure")]
    box, name = first.children[0].content(), first.all("Strong")[0].content()
    assert box[0][0] == name[0][0]


@pytest.mark.parametrize(
    "text", ["a" * 20_000, "mot 😀 " * 3_000, "漢" * 5_000, "https://exemple.fr/" * 300, "a\n" * 9_999]
)
def test_the_longest_notes_are_drawn(text: str, sample: Checklist, typesetter: Typesetter) -> None:
    item = replace(sample.items[1], note=text)
    document = replace(sample, sections=(replace(sample.sections[0], items=(item,)),))
    assert typesetter.compile_pdf(TEMPLATE, document_inputs(checklist_document(document)), ARCHIVED)


def test_one_note_does_not_spread_the_list(typesetter: Typesetter) -> None:
    shipped = Library(FileStore(paths.content(), paths.kit_file()))
    noted = shipped.outline.levers[0].actions[0].id
    dossier = FakeDossier({}, {(f"action:{noted}", "note"): "Vu en commission.\nÀ revoir."})
    made = checklist(shipped, dossier, options=Options(notes=True), today=DAY)
    assert len(Pdf(typesetter.compile_pdf(TEMPLATE, document_inputs(checklist_document(made)))).pdf.pages) == 1


def test_thirty_pages(pdf: Make) -> None:
    levers = [lever(n, f"Levier {n}", [f"Action {n}.{k} à mener" for k in range(30)]) for n in range(1, 26)]
    document = Pdf(pdf(checklist(library_of(*levers), None, options=Options(size=18), today=DAY)))
    assert len(document.pdf.pages) >= 30
    assert len(boxes(document)) == 750


LONG_NAME = (
    "Communauté de communes des Vallées et Plateaux de Saint-Exemple-sous-Bois, "
    "Sainte-Épreuve-la-Forêt et Bourg-du-Lac-Est"
)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", [LONG_NAME, "X" * 120, "mot " * 30])
def test_a_long_name_stays_inside_the_page_and_clear_of_the_text(
    name: str, size: int, sample: Checklist, pdf: Make
) -> None:
    document = Pdf(pdf(with_text(sample, name, size=size)))
    for found in re.finditer(r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)"', document.text("-bbox")):
        left, top, right = map(float, found.groups())
        assert left >= 30
        assert top >= 20
        assert right <= 595.3 - 30
    head = re.findall(r'<word xMin="[-\d.]+" yMin="([-\d.]+)"', document.text("-bbox", "-l", "1"))
    assert head


SPECIAL = '# * _ $x$ \\ @ < > [ ] ` ~ " \' = - + / // /* */ #let #import "@preview/a:0.1.0" https://x.fr <l> 1. {a}'


def test_what_typst_takes_for_code_stays_literal(sample: Checklist, pdf: Make) -> None:
    text = Pdf(pdf(with_text(sample, SPECIAL))).words()
    assert text.count(SPECIAL) >= 6
    for alone in ('#import "@preview/cetz:0.3.0": *', "= titre", "- point", "#sys.inputs", "\\u{41}"):
        assert alone in Pdf(pdf(with_text(sample, alone))).words()


def test_emoji_other_scripts_and_controls_are_drawn_named_or_dropped(sample: Checklist, pdf: Make) -> None:
    text = Pdf(pdf(with_text(sample, "Fête 🎉 漢 \x07\u202eשלום fin"))).words()
    assert "Fête 🎉 [U+6F22] [U+05E9][U+05DC][U+05D5][U+05DD] fin" in text


def test_a_name_of_many_parts_can_be_searched(sample: Checklist, pdf: Make) -> None:
    name = "Saint-Germain-des-Prés-de-la-Grande-Forêt-sur-Vienne"
    assert name in Pdf(pdf(replace(sample, collectivite=name))).text()


def test_an_empty_list_is_still_a_document(library: Library, dossier: FakeDossier, pdf: Make) -> None:
    for item in ("l1-a3", "l2-a1", "l2-a2", "l2-a3"):
        dossier.statuses[f"action:{item}"] = Status.DONE
    document = checklist(library, dossier, options=Options(only_remaining=True), today=DAY)
    assert "Il ne reste rien à faire ici." in Pdf(pdf(document)).words()
    assert pdf(replace(document, title="\x00", collectivite="\x00"))


def test_page_images_are_one_png_a_page(sample: Checklist, typesetter: Typesetter) -> None:
    inputs = document_inputs(checklist_document(replace(sample, options=Options(size=24))))
    images = typesetter.page_images(TEMPLATE, inputs, 30)
    assert len(images) == len(Pdf(typesetter.compile_pdf(TEMPLATE, inputs)).pdf.pages)
    assert all(image.startswith(b"\x89PNG") for image in images)


def test_several_threads_may_ask_at_once(sample: Checklist, typesetter: Typesetter) -> None:
    inputs, made = document_inputs(checklist_document(sample)), []
    ask = lambda: made.append(typesetter.compile_pdf(TEMPLATE, inputs))  # noqa: E731
    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 4
    assert len(set(made)) == 1


def test_a_refused_template_says_why_and_the_typesetter_still_works(tmp_path: Path) -> None:
    (tmp_path / "bad.typ").write_text("#panic()", encoding="utf-8")
    (tmp_path / "good.typ").write_text('#set document(title: "T")\n= Titre', encoding="utf-8")
    typesetter = Typesetter(tmp_path)
    with pytest.raises(CompileFailed) as refused:
        typesetter.compile_pdf("bad.typ", {})
    assert "panic" in refused.value.detail
    assert typesetter.compile_pdf("good.typ", {})
    with pytest.raises(CompileFailed):
        typesetter.compile_pdf("none.typ", {})
    with pytest.raises(CompileFailed):
        typesetter.compile_pdf("../good.typ", {})


def test_no_template_reads_beyond_its_folder_or_fetches_a_package(tmp_path: Path) -> None:
    folder = tmp_path / "templates"
    folder.mkdir()
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    (folder / "reads.typ").write_text('= T\n#read("../secret.txt")', encoding="utf-8")
    with pytest.raises(CompileFailed):
        Typesetter(folder).compile_pdf("reads.typ", {})
    (folder / "fetches.typ").write_text('#import "@preview/cetz:0.3.0": *\n= T', encoding="utf-8")
    with pytest.raises(CompileFailed, match="packages are refused"):
        Typesetter(folder).compile_pdf("fetches.typ", {})


def test_no_shipped_template_names_a_package() -> None:
    assert all("@preview" not in path.read_text(encoding="utf-8") for path in paths.print_templates().glob("*.typ"))


ADDRESS = (
    "https://www.economie.gouv.fr/files/files/directions_services/daj/marches_publics/guide-ess_2026.pdf?x=1&y=2#p4"
)
UNBROKEN = "unmotquinefinitpasetquiestbienpluslongquelalignedunepage" * 4


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("word", [ADDRESS, UNBROKEN])
def test_a_long_word_is_copied_as_it_was_written_and_stays_inside_the_page(
    word: str, size: int, typesetter: Typesetter
) -> None:
    cells = (words("Où"), words(f"Voir {word}."), words("Fait"))
    blocks = (
        heading(2, word),
        *said(f"Voir {word} avant.", ""),
        Items(False, ((Paragraph(words(word)),),)),
        Table(cells, (cells,) * 3),
        Callout("info", word, (Paragraph(words(word)),)),
        Fields((word,)),
        Boxes(word, (Box("1.1", word, Status.DOING, "en cours", word, ()),), "1 sur 2"),
    )
    document = Document(f"Titre {word}", blocks, DAY, word, f"Pied {word}", word, size)
    made = Pdf(typesetter.compile_pdf(TEMPLATE, document_inputs(document)))
    assert [one for one in made.strings() if "\u200b" in one] == []
    told = re.sub(r"\s", "", made.text("-raw"))
    assert told.count(word) >= 10
    sides = re.findall(r'<word xMin="([\d.]+)" yMin="[\d.]+" xMax="([\d.]+)"', made.text("-bbox"))
    assert sides and min(float(left) for left, _ in sides) >= 35 and max(float(right) for _, right in sides) <= 595 - 35


def test_an_address_is_broken_after_its_signs(typesetter: Typesetter) -> None:
    document = Document("Titre", tuple(said(f"Voir {ADDRESS} avant.")), DAY, size=24)
    told = Pdf(typesetter.compile_pdf(TEMPLATE, document_inputs(document))).text("-raw")
    start = told.index("https")
    ends = told[start : told.index("#p4")].splitlines()[:-1]
    assert len(ends) >= 2 and all(line[-1] in "/._?&=#-" for line in ends), ends


def test_a_box_in_a_text_has_an_alternative(typesetter: Typesetter) -> None:
    ticks = Items(False, tuple((Paragraph(words(f"☐ {one}")),) for one in ("un", "deux")))
    blocks = (ticks, *said("Cochez la case ☐ ou la case ☐ ici."), Table((words("Fait"),), ((words("☐"),),)))
    made = Pdf(typesetter.compile_pdf(TEMPLATE, document_inputs(Document("Titre", blocks, DAY))))
    assert boxes(made) == ["Case à cocher"] * 5
    assert made.words().count("☐") == 5
    assert made.unmarked_operators() == []


def test_the_first_of_a_month_is_raised_and_an_address_is_not(typesetter: Typesetter) -> None:
    """Raised letters are the only ones of their size; large print has none, as they are too small to read."""

    def letters(told: str, size: int = 11) -> int:
        document = Document("Titre", tuple(said(told)), DAY, size=size)
        made = Pdf(typesetter.compile_pdf(TEMPLATE, document_inputs(document)))
        assert re.sub(r"\s", "", told) in re.sub(r"\s", "", made.words())
        contents = [pikepdf.parse_content_stream(page) for page in made.pdf.pages]
        return len({str(one.operands[1]) for page in contents for one in page if str(one.operator) == "Tf"})

    usual = letters("Depuis le 2 janvier 2026.")
    assert letters("Depuis le 1er janvier 2026.") == usual + 1
    assert letters("Voir (1er mars), art. 1er.") == usual + 1
    assert letters("Voir www.exemple.fr/au-1er-janvier ici.") == usual
    assert letters("Depuis le 1er janvier 2026.", size=18) == letters("Depuis le 2 janvier 2026.", size=18)
