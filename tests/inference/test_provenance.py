"""What a picture's XMP says of the model that had a part in it."""

from xml.etree import ElementTree as ET

import pytest

from inference.provenance import SOURCE_TYPE, Provenance, xmp_packet

IPTC = "{http://iptc.org/std/Iptc4xmpExt/2008-02-29/}"
XMP = "{http://ns.adobe.com/xap/1.0/}"
BASE = b"""<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
  xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
  xmp:CreatorTool="A camera" xmp:Rating='3'>
<Iptc4xmpExt:DigitalSourceType>http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture</Iptc4xmpExt:DigitalSourceType>
<Iptc4xmpExt:AISystemUsed/>
<dc:format>image/jpeg</dc:format></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""


def properties(packet: bytes) -> list[tuple[str, str | None]]:
    """Every property of the packet, whether written as an element or as an attribute."""
    root = ET.fromstring(packet)  # noqa: S314  our own
    pairs: list[tuple[str, str | None]] = []
    for description in root.iter("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}Description"):
        pairs += list(description.attrib.items())
        pairs += [(child.tag, child.text) for child in description]
    return [(name, text) for name, text in pairs if not name.endswith("about")]


def test_the_source_type_the_tool_and_the_model() -> None:
    assert properties(xmp_packet(Provenance("starter (0123)"))) == [
        (f"{IPTC}DigitalSourceType", SOURCE_TYPE),
        (f"{IPTC}AISystemUsed", "starter (0123)"),
        (f"{XMP}CreatorTool", "Blendbrush with model starter (0123)"),
    ]


@pytest.mark.parametrize(
    ("prompts", "text"),
    [
        (None, None),
        ((), None),
        (("a red car", "grass & <sky> \U0001f697"), "a red car\ngrass & <sky> \U0001f697"),
        (("a\0b\x1b", "\ud800"), "a\ufffdb\ufffd\n\ufffd"),
    ],
)
def test_prompts_only_where_wanted(prompts: tuple[str, ...] | None, text: str | None) -> None:
    found = dict(properties(xmp_packet(Provenance("m", prompts))))
    assert found.get(f"{IPTC}AIPromptInformation") == text


def test_the_pictures_own_packet_is_kept_but_for_these_properties() -> None:
    packet = xmp_packet(Provenance("n"), xmp_packet(Provenance("m"), BASE))
    assert sorted(properties(packet)) == sorted(
        [
            (f"{XMP}Rating", "3"),
            ("{http://purl.org/dc/elements/1.1/}format", "image/jpeg"),
            *properties(xmp_packet(Provenance("n"))),
        ]
    )


@pytest.mark.parametrize("base", [b"", b"nonsense", BASE.decode().encode("utf-16")])
def test_a_packet_that_cannot_be_kept_is_replaced(base: bytes) -> None:
    assert xmp_packet(Provenance("m"), base) == xmp_packet(Provenance("m"))
