-- What:  The lines of one enriched Snowplow file, each as a JSON object of what is read.
-- Grain: one row per line
-- Note:  131 fields between tabs and no header; the numbers are their places, in the order of the
--        enriched event. A line of another length has no body, and the format refuses it.
create or replace temp table delivered as
with

split as (
    select
        row_number() over () as record_no,
        content,
        string_split(content, e'\t') as field
    from
        read_csv(
            $path,
            columns = { 'content': 'VARCHAR' },
            header = false,
            auto_detect = false,
            delim = e'\x01',
            quote = '',
            escape = '',
            hive_partitioning = false,
            max_line_size = 16777216
        )
    qualify trim(content) <> ''
)

select
    record_no,
    content,
    len(field) = 131 as is_object,
    case
        when len(field) = 131
            then
                to_json(
                    {
                        'app_id': field[1],
                        'platform': field[2],
                        'collector_tstamp': field[4],
                        'event': field[6],
                        'event_id': field[7],
                        'user_id': field[13],
                        'domain_userid': field[16],
                        'network_userid': field[18],
                        'page_urlpath': field[36],
                        'refr_medium': field[45],
                        'refr_source': field[46],
                        'mkt_medium': field[48],
                        'mkt_source': field[49],
                        'mkt_campaign': field[52],
                        'contexts': field[53],
                        'se_category': field[54],
                        'se_action': field[55],
                        'se_label': field[56],
                        'se_property': field[57],
                        'se_value': field[58],
                        'unstruct_event': field[59],
                        'tr_orderid': field[60],
                        'tr_total': field[62],
                        'useragent': field[78],
                        'br_type': field[82],
                        'dvce_type': field[102],
                        'dvce_ismobile': field[103],
                        'tr_currency': field[109],
                        'domain_sessionid': field[124],
                        'derived_tstamp': field[125],
                        'event_name': field[127],
                        'event_fingerprint': field[130]
                    }
                )
    end as body
from split
