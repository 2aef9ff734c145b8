-- What:  The delivered records again, some of their columns under another label.
-- Grain: one row per record
create or replace temp table delivered as
select
    record_no,
    english as content,
    is_object,
    english as body
from (
    select
        record_no,
        is_object,
        to_json(
            map(
                list_transform(
                    json_keys(body),
                    lambda label: coalesce(
                        list_extract($english, list_position($given, label)), label
                    )
                ),
                list_transform(
                    json_keys(body),
                    lambda label: json_extract_string(
                        body, '$."' || replace(replace(label, '\', '\\'), '"', '\"') || '"'
                    )
                )
            )
        ) as english
    from delivered
) as renamed
