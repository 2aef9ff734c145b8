-- What:  The delivered records again, with their keys in small letters and their values as text.
-- Grain: one row per record
create or replace temp table delivered as
select
    record_no,
    content,
    is_object,
    to_json(
        map(
            list_transform(json_keys(body), lambda name: lower(name)),
            list_transform(
                json_keys(body), lambda name: json_extract_string(
                    body, '$."' || replace(name, '"', '\"') || '"'
                )
            )
        )
    ) as body
from delivered
