from __future__ import annotations

import pyarrow as pa
import pytest

from baoso.batch.rows import COMMON_FIELDS, RECORD_MODELS, article_row, flat_record, mention_row, record_row
from baoso.batch.schemas import SCHEMAS, arrow_type
from samples import TEXT, sample_extraction


def null_types(data_type: pa.DataType) -> list[pa.DataType]:
    if pa.types.is_nested(data_type):
        return [t for i in range(data_type.num_fields) for t in null_types(data_type.field(i).type)]
    return [data_type] if pa.types.is_null(data_type) else []


@pytest.mark.parametrize("table", SCHEMAS)
def test_no_column_is_of_type_null(table):
    assert not [f.name for f in SCHEMAS[table] if null_types(f.type)]


def test_common_record_columns_are_typed_and_each_type_has_a_struct():
    schema = SCHEMAS["records"]
    assert schema.names == [*COMMON_FIELDS, *RECORD_MODELS]
    assert schema.field("confidence").type == pa.float64()
    assert schema.field("period").type.field("start").type == pa.date32()
    assert schema.field("metric").type.field("quantity").type.field("value").type == pa.float64()
    assert schema.field("locality").type.field("path").type == pa.list_(pa.string())
    assert schema.field("mentions").type.value_type.field("start").type == pa.int64()


def test_article_columns_hold_the_contract():
    wanted = "article_id source url outlet title author published published_grain text blocks sentences"
    wanted += " focus_locality localities topic_score duplicate_of"
    assert set(wanted.split()) <= set(SCHEMAS["articles"].names)


def test_rows_survive_the_tables():
    found = sample_extraction(TEXT)
    rows = {
        "articles": [article_row(found.article, [(0, 2)])],
        "mentions": [mention_row(found.article.article_id, m) for m in found.mentions],
        "records": [record_row(record) for record in found.records],
    }
    for table, own in rows.items():
        back = pa.Table.from_pylist(own, schema=SCHEMAS[table]).to_pylist()
        assert [list(row) for row in back] == [SCHEMAS[table].names] * len(own)
        for row, original in zip(back, own, strict=True):
            given = {k: v for k, v in row.items() if k in original}
            assert pa.array([given]) == pa.array([original], pa.array([given]).type), table


def test_flat_record_is_the_model_again():
    for record in sample_extraction(TEXT).records:
        flat = flat_record(record_row(record))
        assert set(flat) == set(type(record).model_fields)
        assert type(record).model_validate(flat) == record


def test_an_annotation_without_a_column_type_is_an_error():
    with pytest.raises(TypeError, match="object"):
        arrow_type(object)
