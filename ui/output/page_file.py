"""The pages of a preview on the disk instead of in memory: a temporary file, of which one page is read at a time."""

from __future__ import annotations

import tempfile
import weakref
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import overload


class PageFile(Sequence[bytes]):
    """Page images in a temporary file that no other program sees and that is gone with this object or the program.

    To be read on one thread at a time. Raises OSError where the disk takes nothing.
    """

    def __init__(self, pages: Iterable[bytes]) -> None:
        file = tempfile.TemporaryFile()  # noqa: SIM115  it lives as long as this object
        self._file, lengths = file, []
        weakref.finalize(self, file.close)
        for page in pages:
            file.write(page)
            lengths.append(len(page))
        self._ends = list(accumulate(lengths, initial=0))

    def __len__(self) -> int:
        return len(self._ends) - 1

    @overload
    def __getitem__(self, number: int) -> bytes: ...
    @overload
    def __getitem__(self, number: slice) -> list[bytes]: ...
    def __getitem__(self, number: int | slice) -> bytes | list[bytes]:
        if isinstance(number, slice):
            return [self[one] for one in range(*number.indices(len(self)))]
        start, end = self._ends[:-1][number], self._ends[1:][number]
        self._file.seek(start)
        return self._file.read(end - start)
