"""What PDF/UA-1 (ISO 14289-1) and PDF/A-3 (ISO 19005-3) ask of a file, read with pikepdf alone.

It knows nothing of how the file was made. veraPDF would ask more; it is in no package registry that
this project uses. Each fault is a sentence that names the page or the object.
"""

from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from io import BytesIO

import pikepdf
from pikepdf import Dictionary, Name, Object, Pdf

PAINTS = {
    *("Tj", "TJ", "'", '"'),
    *("S", "s", "f", "F", "f*", "B", "B*", "b", "b*"),
    *("Do", "sh", "BI", "INLINE IMAGE"),
}
HEADINGS = [f"/H{level}" for level in range(1, 7)]
INSIDE = {
    "/TR": {"/Table", "/THead", "/TBody", "/TFoot"},
    "/TH": {"/TR"},
    "/TD": {"/TR"},
    "/THead": {"/Table"},
    "/TBody": {"/Table"},
    "/LI": {"/L"},
    "/LBody": {"/LI"},
    "/Lbl": {"/LI"},
}
STANDARD = {
    *("/Document", "/Part", "/Art", "/Sect", "/Div", "/BlockQuote", "/Caption", "/NonStruct"),
    *("/P", "/L", "/LI", "/Lbl", "/LBody", "/Table", "/TR", "/TH", "/TD", "/THead", "/TBody"),
    *("/Span", "/Link", "/Figure", "/TFoot", *HEADINGS),
}


def accessibility_faults(pdf: bytes) -> list[str]:
    """Why it is no PDF/UA-1; empty where nothing was found."""
    return list(Reader(pikepdf.open(BytesIO(pdf))).accessibility_faults())


def archive_faults(pdf: bytes) -> list[str]:
    """Why it is no PDF/A-3a; empty where nothing was found."""
    return list(Reader(pikepdf.open(BytesIO(pdf))).archive_faults())


class Reader:
    def __init__(self, pdf: Pdf):
        self.pdf = pdf
        self.root = pdf.Root

    def accessibility_faults(self) -> Iterator[str]:
        yield from self.of_the_file()
        yield from self.of_metadata("pdfuaid", {"part": "1"})
        yield from self.of_the_tree()
        yield from self.of_pages()
        yield from self.of_links()
        yield from self.of_fonts()
        yield from self.of_bookmarks()

    def archive_faults(self) -> Iterator[str]:
        yield from self.of_the_file()
        yield from self.of_metadata("pdfaid", {"part": "3", "conformance": "A"})
        yield from self.of_the_tree()
        yield from self.of_pages()
        yield from self.of_fonts()
        yield from self.of_colours()
        yield from self.of_attachments()

    # The file

    def of_the_file(self) -> Iterator[str]:
        if self.pdf.is_encrypted:
            yield "it is encrypted"
        if not str(self.root.get("/Lang", "")):
            yield "it does not say its language"
        if not self.root.get("/MarkInfo", {}).get("/Marked", False):
            yield "it does not say that it is tagged"
        if not self.root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False):
            yield "a reader would show its file name instead of its title"
        for name in ("/OpenAction", "/AA", "/AcroForm", "/XFA"):
            if name in self.root:
                yield f"it has {name}"
        if "/JavaScript" in self.root.get("/Names", {}):
            yield "it has JavaScript"

    def of_metadata(self, schema: str, expected: dict[str, str]) -> Iterator[str]:
        with self.pdf.open_metadata() as metadata:
            for name, value in expected.items():
                if metadata.get(f"{schema}:{name}") != value:
                    yield f"its metadata does not say {schema}:{name} = {value}"
            if metadata.get("dc:title") != str(self.pdf.docinfo.get("/Title")):
                yield "its metadata and its catalog have different titles"

    # The tree of tags

    @cached_property
    def elements(self) -> list[tuple[Object, Object | None]]:
        """Every element with its parent, in reading order."""
        found: list[tuple[Object, Object | None]] = []
        waiting: list[tuple[Object, Object | None]] = [(self.root.StructTreeRoot.K[0], None)]
        while waiting:
            element, parent = waiting.pop()
            found.append((element, parent))
            waiting += [(kid, element) for kid in reversed(kids(element)) if is_element(kid)]
        return found

    def of_the_tree(self) -> Iterator[str]:
        ids = Counter(str(one.ID) for one, _parent in self.elements if "/ID" in one)
        yield from (f"the id {name} stands {n} times" for name, n in ids.items() if n > 1)
        listed = self.root.StructTreeRoot.get("/IDTree", {}).get("/Names", [])
        if sorted(ids) != [str(name) for name in list(listed)[::2]]:
            yield "its tree of ids does not list the ids that there are"
        last = 0
        for element, parent in self.elements:
            tag = str(element.S)
            if tag not in STANDARD:
                yield f"{tag} is no standard tag"
            if parent is not None and element.P.objgen != parent.objgen:
                yield f"a {tag} names another parent than the one it stands in"
            if parent is not None and tag in INSIDE and str(parent.S) not in INSIDE[tag]:
                yield f"a {tag} stands in a {parent.S}"
            if tag == "/Figure" and not str(element.get("/Alt", "")):
                yield "a figure has no words instead of it"
            if tag in HEADINGS:
                level = HEADINGS.index(tag) + 1
                if level > last + 1:
                    yield f"a heading of level {level} follows one of level {last}"
                last = level
            for name in headers_of(element):
                if name not in ids:
                    yield f"a cell names the head {name}, which there is not"

    # What is painted

    def of_pages(self) -> Iterator[str]:
        pairs = list(self.root.StructTreeRoot.ParentTree.Nums)
        keys = [int(key) for key in pairs[::2]]
        if keys != sorted(set(keys)):
            yield "its tree of parents is not in order"
        owners = dict(zip(keys, pairs[1::2], strict=True))
        inside = {element.objgen for element, _parent in self.elements}
        for number, page in enumerate(self.pdf.pages, start=1):
            if "/StructParents" not in page:
                yield f"page {number} has no place in the tree of parents"
                continue
            if page.get("/Annots") and page.get("/Tabs") != Name.S:
                yield f"page {number} has links in no order"
            mine = owners.get(int(page.StructParents))
            used = Counter(marks_of(page))
            if None in used:
                yield f"page {number} paints {used.pop(None)} times outside any tag"
            for mark, times in used.items():
                owner = mine[mark] if mine is not None and mark < len(mine) else None
                if times > 1:
                    yield f"page {number}: the mark {mark} stands {times} times"
                if owner is None or owner.objgen not in inside:
                    yield f"page {number}: what is marked {mark} is in no element"
                elif not any(kid == mark for kid in kids(owner) if isinstance(kid, int)):
                    yield f"page {number}: the element of mark {mark} does not name it"

    def of_links(self) -> Iterator[str]:
        pairs = list(self.root.StructTreeRoot.ParentTree.Nums)
        owners = {int(key): owner for key, owner in zip(pairs[::2], pairs[1::2], strict=True)}
        names = list(self.root.get("/Names", {}).get("/Dests", {}).get("/Names", []))[::2]
        known = [str(name) for name in names]
        if known != sorted(known):
            yield "the names that links lead to are not in order"
        for number, page in enumerate(self.pdf.pages, start=1):
            for link in page.get("/Annots", []):
                if not str(link.get("/Contents", "")):
                    yield f"page {number}: a link has no words"
                owner = owners.get(int(link.get("/StructParent", -1)))
                if owner is None or Name.Link != owner.S:
                    yield f"page {number}: a link is in no Link"
                if "/Dest" in link and str(link.Dest) not in known:
                    yield f"page {number}: a link leads to {link.Dest}, which there is not"

    def of_bookmarks(self) -> Iterator[str]:
        with self.pdf.open_outline() as outline:
            if not outline.root:
                yield "it has no bookmarks"

    # Fonts, colours, what is attached

    def of_fonts(self) -> Iterator[str]:
        for one in self.pdf.objects:
            if isinstance(one, Dictionary) and one.get("/Type") == Name.Font:
                if one.Subtype == Name.Type0 and "/ToUnicode" not in one:
                    yield f"the font {one.BaseFont} does not say which letters it shows"
                described = one.get("/FontDescriptor")
                if described is not None and not any(
                    name in described for name in ("/FontFile", "/FontFile2", "/FontFile3")
                ):
                    yield f"the font {one.BaseFont} is not in the file"
                if described is None and "/DescendantFonts" not in one:
                    yield f"the font {one.BaseFont} is not described"

    def of_colours(self) -> Iterator[str]:
        intents = list(self.root.get("/OutputIntents", []))
        if [one.S for one in intents] != [Name.GTS_PDFA1]:
            yield "it does not say what its colours are"
        elif b"acsp" not in intents[0].DestOutputProfile.read_bytes()[:128]:
            yield "its colours follow no ICC profile"

    def of_attachments(self) -> Iterator[str]:
        listed = [one.objgen for one in self.root.get("/AF", [])]
        for name, attached in self.pdf.attachments.items():
            spec = attached.obj
            if spec.objgen not in listed:
                yield f"{name} is attached to nothing"
            if "/AFRelationship" not in spec or "/UF" not in spec or "/F" not in spec:
                yield f"{name} does not say what it is to the document"
            if "/Subtype" not in spec.EF.F:
                yield f"{name} does not say of which type it is"
        for number, page in enumerate(self.pdf.pages, start=1):
            for link in page.get("/Annots", []):
                if int(link.get("/F", 0)) & 4 == 0:
                    yield f"page {number}: a link would not be printed"


def kids(element: Object) -> list:
    found = element.get("/K", [])
    return list(found) if isinstance(found, pikepdf.Array) else [found]


def is_element(kid: object) -> bool:
    return isinstance(kid, Dictionary) and "/S" in kid


def headers_of(element: Object) -> list[str]:
    attributes = element.get("/A")
    if attributes is None or "/Headers" not in attributes:
        return []
    return [str(name) for name in attributes.Headers]


def marks_of(page: pikepdf.Page) -> Iterator[int | None]:
    """The mark of each marked piece once; None for each thing painted outside any tag."""
    open_tags: list[str] = []
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name == "BMC":
            open_tags.append(str(operands[0]))
        elif name == "BDC":
            open_tags.append(str(operands[0]))
            if isinstance(operands[1], Dictionary) and "/MCID" in operands[1]:
                yield int(operands[1].MCID)
        elif name == "EMC":
            open_tags.pop()
        elif name in PAINTS and not open_tags:
            yield None
