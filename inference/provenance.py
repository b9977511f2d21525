"""Says in a picture's XMP metadata that a model had a part in it, and which. Plain Python."""

import re
from dataclasses import dataclass
from html import escape  # the one of xml.sax brings urllib

__all__ = ["Provenance", "xmp_packet"]

SOURCE_TYPE = "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia"
NAMESPACES = (
    'xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" '
    'xmlns:xmp="http://ns.adobe.com/xap/1.0/"'
)
HEAD = (
    b'<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?>'
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/">'
    b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
)
END, TAIL = b"</rdf:RDF>", b'</x:xmpmeta><?xpacket end="w"?>'
OURS = rb"(?:Iptc4xmpExt:(?:DigitalSourceType|AISystemUsed|AIPromptInformation)|xmp:CreatorTool)"
EARLIER = re.compile(  # as an empty element, as one with text, as an attribute
    rb"<OURS(?:\s[^<>]*)?/>|<(OURS)(?:\s[^<>]*)?>[^<]*</\1>|\sOURS=(?:\"[^\"]*\"|'[^']*')".replace(
        b"OURS", OURS
    )
)
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Provenance:
    """What made the edits in a picture.

    Attributes:
        model: its name, and what else tells it apart.
        prompts: what was asked for, oldest first; None keeps them private.
    """

    model: str
    prompts: tuple[str, ...] | None = None


def xmp_packet(provenance: Provenance, base: bytes | None = None) -> bytes:
    """An XMP packet with the IPTC digital source type, the tool, the model and the prompts.

    Args:
        base: the picture's own packet, which is kept except for these properties; one that is no
            RDF in UTF-8 is replaced.
    """
    description = _description(provenance)
    if base is None or END not in base:
        return HEAD + description + END + TAIL
    before, end, after = EARLIER.sub(b"", base).rpartition(END)
    return before + description + end + after


def _description(provenance: Provenance) -> bytes:
    properties = {
        "Iptc4xmpExt:DigitalSourceType": SOURCE_TYPE,
        "Iptc4xmpExt:AISystemUsed": provenance.model,
        "xmp:CreatorTool": f"Blendbrush with model {provenance.model}",
    }
    if provenance.prompts:
        properties["Iptc4xmpExt:AIPromptInformation"] = "\n".join(provenance.prompts)
    texts = (f"<{name}>{_text(value)}</{name}>" for name, value in properties.items())
    whole = f'<rdf:Description rdf:about="" {NAMESPACES}>{"".join(texts)}</rdf:Description>'
    return whole.encode()


def _text(value: str) -> str:
    """As XML text: a prompt may hold characters that XML cannot."""
    return escape(NOT_XML.sub("\ufffd", value), quote=False)
