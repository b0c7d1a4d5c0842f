"""`baoso.records`: every record type, from the mentions and facts of a `Doc`."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from baoso.doc import article_of, component, mirror
from baoso.recording.difficulties import difficulty_records
from baoso.recording.documents import document_records
from baoso.recording.events import event_records
from baoso.recording.metrics import metric_records
from baoso.recording.offices import office_records
from baoso.recording.platforms import platform_records
from baoso.recording.programmes import programme_records
from baoso.records import Record

_MAKERS = (
    metric_records,
    office_records,
    document_records,
    platform_records,
    programme_records,
    event_records,
    difficulty_records,
)


class Records:
    """Sets `Doc._.records`, ordered by type, then by where the record's own words stand."""

    def __call__(self, doc: Doc, mirrored: bool = True) -> Doc:
        """Make the records of `doc`, and copy its mentions to `doc.ents` and `doc.spans` unless not `mirrored`."""
        article_id = article_of(doc).article_id
        records: list[Record] = []
        for make in _MAKERS:
            records.extend(make(doc, article_id))
        doc._.records = records
        return mirror(doc) if mirrored else doc


@component("baoso.records")
def make_records(nlp: Language, name: str) -> Records:
    """The `baoso.records` component; run it last."""
    return Records()
