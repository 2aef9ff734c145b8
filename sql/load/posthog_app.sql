-- What:  The rows of the CSV that PostHog's app exports, each as the event it was.
-- Grain: one row per event of the export
-- Rule:  the app writes what is inside an object as columns of their own, such as
--        properties.$current_url; "*." stands before those of the whole event, and an expression
--        before "-- Person" and "-- Url / Screen". Without a column distinct_id the person that is
--        shown stands for it. Cells that are empty say nothing.
create or replace temp table delivered as
with

labelled as (
    select
        record_no,
        content,
        is_object,
        body,
        json_keys(body) as labels
    from delivered
),

cells as (
    select
        record_no,
        content,
        is_object,
        list_filter(
            list_transform(
                labels,
                lambda label: {
                    'label': label,
                    'name': regexp_replace(label, '^[*][.]', ''),
                    'value': nullif(
                        trim(
                            json_extract_string(
                                body,
                                '$."' || replace(replace(label, '\', '\\'), '"', '\"') || '"'
                            )
                        ), ''
                    )
                }
            ),
            lambda cell: cell['value'] is not null
        ) as cells
    from labelled
),

named as (
    select
        record_no,
        content,
        is_object,
        map_from_entries(
            list_transform(
                list_distinct(list_transform(cells, lambda cell: cell['name'])),
                lambda name: {
                    'k': name,
                    'v': list_extract(
                        list_filter(cells, lambda cell: cell['name'] = name), 1
                    )['value']
                }
            )
        ) as given,
        list_extract(
            list_filter(
                cells,
                lambda cell: regexp_matches(cell['label'], '-- Person$|^coalesce[(]person[.]')
            ), 1
        )['value'] as person_shown,
        list_extract(
            list_filter(
                cells,
                lambda cell: regexp_matches(
                    cell['label'], '^coalesce[(]properties[.][$]current_url'
                )
            ), 1
        )['value'] as place_shown
    from cells
),

opened as (
    select
        *,
        map_from_entries(
            list_transform(
                list_filter(
                    map_entries(given), lambda cell: starts_with(cell['key'], 'properties.')
                ),
                lambda cell: { 'k': substr(cell['key'], 12), 'v': cell['value'] }
            )
        ) as properties,
        coalesce(given['person.properties.email'], person_shown) as person_email
    from named
)

select
    record_no,
    content,
    is_object,
    json_object(
        'uuid', coalesce(given['uuid'], given['id']),
        'event', given['event'],
        'timestamp', given['timestamp'],
        'created_at', given['created_at'],
        'distinct_id', coalesce(
            given['distinct_id'], given['person.distinct_id'], given['person.distinct_ids.0'],
            person_shown, given['person.properties.email']
        ),
        'properties', json_merge_patch(
            json_object(
                '$current_url', case when place_shown like '%://%' then place_shown end,
                '$screen_name', case when place_shown not like '%://%' then place_shown end,
                '$set', json_object(
                    'email', given['properties.$set.email'],
                    'phone', given['properties.$set.phone']
                )
            ),
            to_json(properties)
        ),
        'person_properties', json_object(
            'email', case when person_email like '%@%' then person_email end,
            'phone', given['person.properties.phone']
        )
    ) as body
from opened
