"""OpenRaster files that are damaged or made to do harm, each built on the spot."""

import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

from tests.editor.document.openraster_files import (
    MEDIA_TYPE,
    foreign,
    good_file,
    png,
    stack_xml,
    zipped,
)

Builder = Callable[[Path], object]
LAYER = '<layer name="A" src="data/a.png"/>'
PACKED = zlib.compress(bytes(100))
BILLION = b"""<?xml version="1.0"?><!DOCTYPE image [<!ENTITY a "aaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>
<image w="40" h="30"><stack><layer name="&c;" src="data/a.png"/></stack></image>"""
EXTERNAL = b"""<!DOCTYPE image [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<image w="40" h="30"><stack><layer name="&x;" src="data/a.png"/></stack></image>"""
QUADRATIC = (
    b'<!DOCTYPE image [<!ENTITY x "' + b"x" * 100_000 + b'">]><image w="40" h="30"><stack>'
    b'<layer name="' + b"&x;" * 1000 + b'" src="data/a.png"/></stack></image>'
)


def chunk(name: bytes, content: bytes) -> bytes:
    checksum = struct.pack(">I", zlib.crc32(name + content))
    return struct.pack(">I", len(content)) + name + content + checksum


def forged_png(width: int, height: int, *chunks: bytes, packed: bytes = PACKED) -> bytes:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0))
    end = chunk(b"IDAT", packed) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(chunks) + end


def stack(data: bytes) -> Builder:
    """A file with this stack.xml."""
    parts = {"mimetype": MEDIA_TYPE, "stack.xml": data, "data/a.png": png(40, 30)}
    return lambda path: zipped(path, parts)


def layers(text: str, size: str = 'w="40" h="30"') -> Builder:
    """A file with these elements in its stack."""
    return stack(stack_xml(text, size))


def layer_data(data: bytes) -> Builder:
    """A file whose upper layer holds this in the place of a PNG."""
    both = LAYER + '<layer name="B" src="data/b.png"/>'
    return lambda path: foreign(path, both, {"data/a.png": data, "data/b.png": png(40, 30)})


def ours(data: bytes, more: Mapping[str, bytes] | None = None) -> Builder:
    """A file with this as our own part."""
    parts = {"data/a.png": png(40, 30), "data/blendbrush.json": data, **(more or {})}
    return lambda path: foreign(path, LAYER, parts)


def text(data: bytes) -> Builder:
    """No zip at all."""
    return lambda path: path.write_bytes(data)


def parts(**named: bytes) -> Builder:
    return lambda path: zipped(path, {name.replace("_", "."): data for name, data in named.items()})


def doubled(path: Path) -> None:
    """Two parts of one name, of which zipfile reads the last."""
    foreign(path, LAYER, {"data/a.png": png(40, 30), "data/b.png": png(1, 1)})
    path.write_bytes(path.read_bytes().replace(b"data/b.png", b"data/a.png"))


def lying_size(path: Path) -> None:
    """A part of 300 MB that the directory calls 100 bytes long."""
    foreign(path, LAYER, {"data/a.png": png(40, 30), "data/big": bytes(300_000_000)})
    path.write_bytes(path.read_bytes().replace(struct.pack("<I", 300_000_000), b"\x64\0\0\0"))


def encrypted(path: Path) -> None:
    """The flag of every part says that it is encrypted."""
    data = bytearray(good_file(path))
    for mark, place in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        found = data.find(mark)
        while found >= 0:
            data[found + place] |= 1
            found = data.find(mark, found + 4)
    path.write_bytes(data)


def lzma_parts(path: Path) -> None:
    parts = {"mimetype": MEDIA_TYPE, "stack.xml": stack_xml(LAYER), "data/a.png": png(40, 30)}
    zipped(path, parts, zipfile.ZIP_LZMA)


def patched_end(offset: int, value: bytes) -> Builder:
    """A good file with a forged field in the record at its end."""

    def build(path: Path) -> None:
        data = bytearray(good_file(path))
        end = data.rfind(b"PK\5\6") + offset
        data[end : end + len(value)] = value
        path.write_bytes(data)

    return build


def many_parts(path: Path) -> None:
    names = {f"data/{number}": b"" for number in range(30_000)}
    foreign(path, LAYER, {"data/a.png": png(40, 30), **names}, 'w="40" h="30"')


def odd_names(path: Path) -> None:
    names = {"../out": b"x", "/abs": b"x", "C:\\win": b"x", "a/../../b": b"x", "data//c": b"x"}
    foreign(path, LAYER, {"data/a.png": png(40, 30), **names})


def cut(share: float) -> Builder:
    def build(path: Path) -> None:
        data = good_file(path)
        path.write_bytes(data[: int(len(data) * share)])

    return build


def flipped(place: float) -> Builder:
    """A good file with some bytes turned over."""

    def build(path: Path) -> None:
        data = bytearray(good_file(path))
        start = int(len(data) * place)
        data[start : start + 8] = bytes(byte ^ 0xFF for byte in data[start : start + 8])
        path.write_bytes(data)

    return build


def _large_parts() -> Iterator[tuple[str, Builder]]:
    zeros = bytes(300_000_000)
    packed = zlib.compress(zeros)
    for name in ("data/a.png", "data/blendbrush.json", "data/other", "stack.xml", "mimetype"):
        good = {"mimetype": MEDIA_TYPE, "stack.xml": stack_xml(LAYER), "data/a.png": png(40, 30)}
        yield f"bomb as {name}", partial(zipped, parts={**good, name: zeros})
    hidden = b"a\0\0" + packed
    yield "text bomb in a PNG", layer_data(forged_png(40, 30, chunk(b"zTXt", hidden)))
    yield "profile bomb in a PNG", layer_data(forged_png(40, 30, chunk(b"iCCP", hidden)))
    yield "more pixels than told", layer_data(forged_png(4, 4, packed=packed))


SIZES = ("0", "-1", "1e9", "1000000000", "nan", "", "99999999999999999999", "900000")
NUMBERS = ("nan", "inf", "-inf", "abc", "1e400", "-7", "1_0", "९", "")
SOURCES = ("../a.png", "/etc/passwd", "data/../../a", "data\\a.png", "stack.xml", "", "data/no.png")
OURS = (b"", b"[]", b"{", b'{"mask": 3, "layers": []}', b'{"mask": "../m.png"}', b"\xff\xfe")
DEEP = 'x<stack opacity="0.9">'

CORPUS: dict[str, Builder] = {
    "nothing": text(b""),
    "text": text(b"Hello"),
    "PNG": text(png(4, 4)),
    "page": text(b"<!DOCTYPE html><html></html>"),
    "zip's end alone": text(b"PK\5\6" + bytes(18)),
    "no type": lambda path: zipped(path, {"stack.xml": stack_xml(LAYER)}),
    "other type": parts(mimetype=b"application/epub+zip"),
    "no stack": parts(mimetype=MEDIA_TYPE),
    "empty stack": stack(b""),
    "no XML": stack(b"\0\1\2"),
    "other XML": stack(b"<svg/>"),
    "no root stack": stack(b'<image w="4" h="4"/>'),
    "unknown encoding": stack(b'<?xml version="1.0" encoding="klingon"?><image/>'),
    "UTF-16": stack('<image w="4" h="4"><stack/></image>'.encode("utf-16")),
    "billion laughs": stack(BILLION),
    "external entity": stack(EXTERNAL),
    "quadratic": stack(QUADRATIC),
    "depth 33": layers("<stack>" * 33 + LAYER + "</stack>" * 33),
    "depth 3,000": layers("<stack>" * 3000 + LAYER + "</stack>" * 3000),
    "depth 60,000": layers("<stack>" * 60_000 + LAYER + "</stack>" * 60_000),
    "501 layers": layers(LAYER * 501),
    "20,000 layers": layers(LAYER * 20_000),
    "unknown elements": layers("<filter/><text>a</text>" + LAYER),
    "namesakes": doubled,
    "odd names": odd_names,
    "lying size": lying_size,
    "encrypted": encrypted,
    "LZMA": lzma_parts,
    "30,000 parts": many_parts,
    "directory of 4 GB": patched_end(12, b"\xff\xff\xff\x7f"),
    "directory far off": patched_end(16, b"\xff\xff\xff\x7f"),
    "65,535 entries": patched_end(8, b"\xff\xff\xff\xff"),
    "no PNG": layer_data(b"GIF89a"),
    "cut PNG": layer_data(png(40, 30)[:60]),
    "header alone": layer_data(png(40, 30)[:33]),
    "PNG of no size": layer_data(forged_png(0, 0)),
    "PNG of 10⁹": layer_data(forged_png(10**9, 10**9)),
    "PNG of 30,000²": layer_data(forged_png(30_000, 30_000)),
    "PNG of 8,000² of nothing": layer_data(forged_png(8000, 8000)),
    "PNG of 10⁶ × 1": layer_data(forged_png(1_000_000, 1)),
    "LZMA in a PNG": layer_data(forged_png(4, 4, chunk(b"zTXt", lzma.compress(b"a" * 9999)))),
    "deep JSON": ours(b'{"layers":' + b"[" * 100_000),
    "JSON of a million lists": ours(b"[" + b"[]," * 1_000_000 + b"[]]"),
    "long number": ours(b'{"layers": ' + b"9" * 100_000 + b"}"),
    "mask of another size": ours(b'{"mask": "data/m.png"}', {"data/m.png": png(3, 3)}),
    "mask missing": ours(b'{"mask": "data/m.png"}'),
    "wrong metadata": ours(b'{"metadata": {"exif": 7, "dpi": "a", "xmp": [], "icc_profile": {}}}'),
    **{f"width {size!r}": layers(LAYER, f'w="{size}" h="30"') for size in SIZES},
    "both sides 900,000": layers(LAYER, 'w="900000" h="900000"'),
    **{
        f"numbers {value!r}": layers(
            f'<layer src="data/a.png" x="{value}" y="{value}" opacity="{value}"/>'
        )
        for value in NUMBERS
    },
    **{f"source {source!r}": layers(f'<layer src="{source}"/>') for source in SOURCES},
    **{f"our part {number}": ours(data) for number, data in enumerate(OURS)},
    **{f"cut at {share}": cut(share) for share in (0.01, 0.2, 0.5, 0.9, 0.99)},
    **{f"flipped at {place}": flipped(place) for place in (0, 0.1, 0.3, 0.5, 0.7, 0.9, 0.98)},
}


def build_corpus(folder: Path) -> list[Path]:
    """Write all of it into a folder."""
    paths = []
    for number, (_, build) in enumerate([*CORPUS.items(), *_large_parts()]):
        paths.append(folder / f"{number}.ora")
        build(paths[-1])
    return paths
