"""The parts of a workbook, which is a zip file: known before any is unpacked, and bounded after."""

import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from safeboard.intake.workbook.refusal import (
    LARGEST_UNPACKED,
    MOST_PARTS,
    Refusal,
    RefusedError,
)

_UNREADABLE: tuple[type[Exception], ...] = (
    *(BadZipFile, zlib.error, struct.error),
    *(EOFError, KeyError, NotImplementedError, OSError, RuntimeError, ValueError),
)
_IN_DIRECTORY = b"PK\x01\x02"
_LOCAL_HEADER, _CHUNK = 30, 1 << 18
_ENCRYPTED = 0x1


class Parts:
    """The parts of a zip file by name.

    Each is as large as the directory says, or is refused while it is read. Raises: RefusedError.
    """

    def __init__(self, content: bytes) -> None:
        if content.count(_IN_DIRECTORY) > MOST_PARTS:
            raise RefusedError(Refusal.TOO_MANY_PARTS)
        self._content = content
        with damage_refused(), ZipFile(BytesIO(content)) as archive:
            self._infos = {info.filename: info for info in archive.infolist()}
            _hold_to_limits(archive.infolist())
            _hold_apart(archive.infolist(), archive.start_dir)

    @property
    def names(self) -> frozenset[str]:
        """Return the names of all parts."""
        return frozenset(self._infos)

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield a part bit by bit. Raises: RefusedError."""
        info = self._infos.get(name)
        if info is None:
            raise RefusedError(Refusal.DAMAGED)
        size = check = 0
        with damage_refused():
            for chunk in self._unpacked(info):
                size, check = size + len(chunk), zlib.crc32(chunk, check)
                # The directory said how large it is; what goes on beyond that is a trap.
                if size > info.file_size:
                    raise RefusedError(Refusal.DAMAGED)
                yield chunk
        if size != info.file_size or check != info.CRC:
            raise RefusedError(Refusal.DAMAGED)

    def _unpacked(self, info: ZipInfo) -> Iterator[bytes]:
        start = _start(self._content, info)
        end = start + info.compress_size
        unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
        for at in range(start, end, _CHUNK):
            packed = self._content[at : min(at + _CHUNK, end)]
            if info.compress_type == ZIP_STORED:
                yield packed
                continue
            while packed:
                yield unpacker.decompress(packed, _CHUNK)
                packed = unpacker.unconsumed_tail
        if info.compress_type == ZIP_DEFLATED:
            yield from iter(lambda: unpacker.decompress(b"", _CHUNK), b"")


@contextmanager
def damage_refused() -> Iterator[None]:
    """Refuse a file as damaged where reading its parts fails."""
    try:
        yield
    except _UNREADABLE as error:
        raise RefusedError(Refusal.DAMAGED) from error


def _hold_to_limits(infos: list[ZipInfo]) -> None:
    """Refuse what is too much, or not packed as workbooks are, before anything is unpacked."""
    names = {info.filename.casefold() for info in infos}
    if sum(info.file_size for info in infos) > LARGEST_UNPACKED:
        raise RefusedError(Refusal.TOO_LARGE_UNPACKED)
    if any(info.flag_bits & _ENCRYPTED for info in infos):
        raise RefusedError(Refusal.PASSWORD)
    packed_oddly = any(info.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for info in infos)
    if packed_oddly or len(names) < len(infos) or any(_leads_away(name) for name in names):
        raise RefusedError(Refusal.STRANGE_PARTS)


def _leads_away(name: str) -> bool:
    """Tell whether a part's name would, if it were unpacked to a disk, lead out of its folder."""
    return name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/")


def _hold_apart(infos: list[ZipInfo], directory: int) -> None:
    """Refuse parts that lie over one another: so a small file can unpack to a huge one."""
    ordered = sorted(infos, key=lambda info: info.header_offset)
    ends = [*(info.header_offset for info in ordered[1:]), directory]
    for info, end in zip(ordered, ends, strict=True):
        if info.header_offset + _LOCAL_HEADER + info.compress_size > end:
            raise RefusedError(Refusal.STRANGE_PARTS)


def _start(content: bytes, info: ZipInfo) -> int:
    """Return where a part's packed bytes begin, after its own header."""
    header = content[info.header_offset : info.header_offset + _LOCAL_HEADER]
    if len(header) < _LOCAL_HEADER or not header.startswith(b"PK\x03\x04"):
        raise RefusedError(Refusal.DAMAGED)
    name, extra = (int.from_bytes(header[at : at + 2], "little") for at in (26, 28))
    return info.header_offset + _LOCAL_HEADER + name + extra
