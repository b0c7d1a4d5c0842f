"""The province that an article's outlet, address or the portals it names stand for."""

from __future__ import annotations

import re
from functools import lru_cache

from baoso import lexicon
from baoso.errors import LexiconError
from baoso.gazetteer import OLD, Unit, ascii_key, gazetteer
from baoso.gazetteer.units import all_units
from baoso.types import Article

_HOST = re.compile(
    r"(?<![\w@.-])(?:https?://)?((?:[a-z0-9-]{1,40}\.){1,5}(?:vn|com|net|org|info))(?![\w-])", re.IGNORECASE
)


@lru_cache(maxsize=1)
def _provinces() -> dict[str, Unit]:
    """Host label → province of the three-level system: "nghean", "hochiminhcity", "tphcm"."""
    found = {ascii_key(u.name): u for u in all_units() if u.level == "province" and u.vintage == OLD}
    hue, hcm, brvt = found["hue"], found["hochiminh"], found["bariavungtau"]
    found |= {"thuathienhue": hue, "hochiminhcity": hcm, "tphcm": hcm, "hcmc": hcm, "baria-vungtau": brvt}
    return found


@lru_cache(maxsize=1)
def _outlets() -> tuple[dict[str, str], dict[str, str]]:
    """(domain → province, folded outlet name → province) of papers of one province."""
    try:
        domains = lexicon.table("outlets").get("domains", {})
    except LexiconError:
        return {}, {}
    local = {d: v["province"] for d, v in domains.items() if v.get("province")}
    return local, {lexicon.fold(domains[d]["name"]): p for d, p in local.items()}


def _named(province: str) -> Unit | None:
    units = gazetteer().units(lexicon.fold(province))
    found = [u for u in units if u.level == "province" and u.vintage == OLD]
    return found[0] if found else None


def of_host(host: str) -> Unit | None:
    """The province of a web host: a provincial paper's or an authority's ("dichvucong.nghean.gov.vn")."""
    host = host.lower().removeprefix("www.")
    domains, _ = _outlets()
    if host in domains:
        return _named(domains[host])
    if host.endswith(".gov.vn"):
        for label in reversed(host.removesuffix(".gov.vn").split(".")):
            if label in _provinces():
                return _provinces()[label]
    return None


def hosts(text: str) -> list[tuple[str, int]]:
    """Web hosts named in `text`, with where they start."""
    if ".vn" not in text and ".com" not in text and ".VN" not in text:
        return []
    return [(m[1], m.start()) for m in _HOST.finditer(text)]


def outlet_province(article: Article) -> Unit | None:
    """The province of the paper that an article comes from; None for national papers and unknown ones."""
    for address in (article.url, article.outlet):
        for host, _ in hosts(address or ""):
            if found := of_host(host):
                return found
    province = _outlets()[1].get(lexicon.fold(article.outlet or ""))
    return _named(province) if province else None
