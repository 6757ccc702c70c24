"""Typst: a template of ours and data to PDF or page images. Only this module loads it, at first use."""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from kit import paths
from kit.errors import CompileFailed

if TYPE_CHECKING:
    import typst

_PACKAGE = re.compile(r"""(import|include)\s*\(?\s*"@""")
Standards = tuple[Literal["ua-1", "a-2a"], ...]
ACCESSIBLE: Standards = ("ua-1",)
ARCHIVED: Standards = ("ua-1", "a-2a")


class _Kind(Struct, frozen=True):
    """What is made of a document: its format, with the standards of a PDF or the sharpness of a PNG."""

    format: Literal["pdf", "png", "svg"]
    standards: Standards = ()
    ppi: float | None = None
    tagged: bool = True


class Typesetter:
    """Keeps one Typst compiler between documents: the first costs 40 ms or more, the next a few.

    Only the bundled fonts and the files of the template folder are seen; no package is ever fetched.
    Safe to call from several threads, one document at a time.
    """

    def __init__(self, templates: Path | None = None, fonts: Path | None = None) -> None:
        self._templates = (templates or paths.print_templates()).resolve()
        self._fonts = fonts or paths.fonts()
        self._compiler: typst.Compiler | None = None
        self._one_at_a_time = threading.RLock()

    def compile_pdf(
        self,
        template: str,
        inputs: Mapping[str, str],
        standards: Standards = ACCESSIBLE,
        *,
        tagged: bool = True,
    ) -> bytes:
        """Return a tagged PDF of these standards; ``inputs``, the ``sys.inputs``, are always literal.

        Not ``tagged`` only without standards, for what is printed and never read on a screen. Raises CompileFailed.
        """
        (document,) = self._compile(template, inputs, _Kind("pdf", standards, tagged=tagged))
        return document

    def page_images(self, template: str, inputs: Mapping[str, str], ppi: float) -> list[bytes]:
        """Return one PNG a page, at ``ppi`` pixels per inch. Raises CompileFailed."""
        return self._compile(template, inputs, _Kind("png", ppi=ppi))

    def told(self, template: str, inputs: Mapping[str, str], label: str, ppi: float) -> tuple[list[bytes], str]:
        """Return what ``page_images`` does, and as JSON the values that the template put under a label."""
        with self._one_at_a_time:
            images = self._compile(template, inputs, _Kind("png", ppi=ppi))
            assert self._compiler is not None
            return images, self._compiler.query(f"<{label}>", field="value")

    def drawings(self, template: str, inputs: Mapping[str, str]) -> list[bytes]:
        """Return one SVG a page, its letters as shapes: it looks the same everywhere. Raises CompileFailed."""
        return self._compile(template, inputs, _Kind("svg"))

    def _compile(self, template: str, inputs: Mapping[str, str], kind: _Kind) -> list[bytes]:
        import typst  # 4 ms and 60 MB: only when a document is asked for

        source = self._source(template)
        with self._one_at_a_time:
            try:
                self._compiler = self._compiler or self._start()
                made = self._compiler.compile(
                    input=source,
                    format=kind.format,
                    ppi=kind.ppi,
                    sys_inputs=dict(inputs),
                    pdf_standards=list(kind.standards),
                    pdf_tags=kind.tagged,
                )
            except typst.TypstError as error:
                raise CompileFailed(f"{error.message}\n{error.diagnostic}") from error
        if isinstance(made, list):
            return made
        return [made] if made else []

    def _start(self) -> typst.Compiler:
        import typst

        for source in self._templates.glob("*.typ"):
            if _PACKAGE.search(source.read_text(encoding="utf-8")):
                raise CompileFailed(f"{source.name}: packages are refused")
        nowhere = self._templates / "packages"
        fonts = typst.Fonts(
            include_system_fonts=False,
            include_embedded_fonts=False,
            font_paths=[self._fonts],
        )
        return typst.Compiler(
            root=self._templates,
            font_paths=fonts,
            ignore_system_fonts=True,
            package_path=nowhere,
            package_cache_path=nowhere,
        )

    def _source(self, template: str) -> Path:
        path = (self._templates / template).resolve()
        if path.parent != self._templates or not path.is_file():
            raise CompileFailed(f"no template {template}")
        return path
