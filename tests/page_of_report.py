"""The page of the report, read back."""

from html.parser import HTMLParser

VOID = {"meta", "link", "br", "img", "input", "wbr", "hr"}


class Page(HTMLParser):
    """A page as a flat list of elements; each knows its attributes, where its own elements end, and the text in it."""

    def __init__(self, source):
        super().__init__(convert_charrefs=True)
        self.elements, self.open, self.texts = [], [], []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag, attrs):
        element = {"tag": tag, "attrs": dict(attrs), "from": len(self.elements) + 1, "texts": (len(self.texts), None)}
        self.elements.append(element)
        self.open.append(element)
        if tag in VOID:
            self.handle_endtag(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag):
        element = self.open.pop()
        assert element["tag"] == tag, f"</{tag}> closes <{element['tag']}>"
        element["to"] = len(self.elements)
        element["texts"] = (element["texts"][0], len(self.texts))

    def handle_data(self, data):
        self.texts.append((data, {element["tag"] for element in self.open}))

    def all(self, tag=None, within=None, **attrs):
        chosen = self.elements if within is None else self.elements[within["from"] : within["to"]]
        fits = [element for element in chosen if tag is None or element["tag"] == tag]
        return [e for e in fits if all(e["attrs"].get(name) == value for name, value in attrs.items())]

    def classed(self, name, within=None):
        return [e for e in self.all(within=within) if name in (e["attrs"].get("class") or "").split()]

    def words(self, element, without=()):
        start, end = element["texts"]
        return "".join(data for data, tags in self.texts[start:end] if not tags & set(without))

    def flat(self, element):
        return " ".join(self.words(element).split())

    def spaced(self, element):
        """Text with a space wherever an element begins or ends, so that cells stand apart."""
        start, end = element["texts"]
        return " ".join(" ".join(data for data, _ in self.texts[start:end]).split())
