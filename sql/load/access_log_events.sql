-- What:  The requests of a web server's access log, common or combined, as canonical events.
-- Grain: one row per request that a file holds
-- Rule:  a page that was delivered is "page", a file for keeping "download", what was sent
--        "submit", what failed "error STATUS". No events: redirects, since the page they lead to
--        has a line of its own; parts of pages (styles, scripts, pictures, fonts); requests that no
--        browser makes for a person; and programs, by the name they give themselves or by none.
--        A visitor is a hash of address and browser: see the format for how little that means.
create or replace temp table incoming as
with

split as (
    select
        record_no,
        content,
        unnest(regexp_extract(
            content,
            '^(?:[A-Za-z0-9.-]+:\d+ )?(\S+) (\S+) (.+?) '
            || '\[(\d\d)/([A-Z][a-z][a-z])/(\d{4}):(\d\d:\d\d:\d\d) ([+-]\d{4})\] '
            || '"((?:[^"\\]|\\.)*)" (\d{3}) (\d+|-)( "((?:[^"\\]|\\.)*)" "((?:[^"\\]|\\.)*)")?',
            [
                'address', 'ident', 'login', 'day', 'month', 'year', 'clock', 'zone', 'request',
                'status', 'bytes', 'combined', 'referrer', 'agent'
            ]
        )) as parts
    from delivered
),

requests as (
    select
        *,
        address <> '' as is_line,
        case
            when address <> ''
                then
                    year || '-'
                    || coalesce(
                        [
                            '01', '02', '03', '04', '05', '06',
                            '07', '08', '09', '10', '11', '12'
                        ][
                            list_position(
                                [
                                    'Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun',
                                    'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'
                                ],
                                month
                            )
                        ],
                        month
                    )
                    || '-' || day || ' ' || clock || zone
        end as written_at,
        regexp_extract(request, '^([A-Z]+) (\S+)(?: HTTP/[0-9.]+)?$', 1) as method,
        regexp_replace(
            regexp_extract(request, '^([A-Z]+) (\S+)(?: HTTP/[0-9.]+)?$', 2),
            '^[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*', ''
        ) as target,
        cast(nullif(status, '') as integer) as status_no
    from split
),

meant as (
    select
        *,
        instant_of(written_at, null) as occurred_at,
        coalesce(nullif(regexp_extract(target, '^[^?#]*'), ''), '/') as path,
        replace(regexp_extract(target, '[?&]utm_campaign=([^&#]*)', 1), '+', ' ') as campaign_word,
        replace(regexp_extract(target, '[?&]utm_medium=([^&#]*)', 1), '+', ' ') as medium_word,
        replace(regexp_extract(target, '[?&]utm_source=([^&#]*)', 1), '+', ' ') as source_word,
        coalesce(
            regexp_matches(
                agent,
                '(?i)(^|[^u])bot|crawl|spider|slurp|scrap|curl/|wget|python|libwww|perl|ruby'
                || '|httpclient|go-http|^java/|node-fetch|axios|headless|lighthouse|monitor|uptime'
                || '|pingdom|statuscake|zgrab|masscan|nmap|nikto|facebookexternalhit|feedfetcher'
                || '|preview|^-$|^$'
            ) and combined <> '',
            false
        ) as is_program
    from requests
)

select
    record_no,
    case
        when is_program or method not in ('GET', 'POST', 'PUT', 'PATCH', 'DELETE') then null
        when
            regexp_matches(
                path,
                '(?i)[.](css|js|mjs|map|json|xml|txt|png|jpe?g|gif|svg|webp|avif|ico|bmp|woff2?|ttf'
                || '|eot|otf|mp3|mp4|m4a|webm|ogg|wasm|webmanifest)$'
            )
            then null
        when status_no >= 400 then 'error ' || status
        when method <> 'GET' then 'submit'
        when status_no >= 300 and status_no <> 304 then null
        when regexp_matches(path, '(?i)[.](pdf|zip|gz|docx?|xlsx?|pptx?|csv|exe|dmg|pkg|apk)$')
            then 'download'
        else 'page'
    end as event,
    occurred_at,
    record_no as row_order,
    coalesce($channel, 'web') as channel,
    nullif(coalesce(try(url_decode(campaign_word)), campaign_word), '') as campaign,
    nullif(coalesce(try(url_decode(medium_word)), medium_word), '') as campaign_medium,
    nullif(coalesce(try(url_decode(source_word)), source_word), '') as campaign_source,
    coalesce(try(url_decode(path)), path) as page,
    case when login <> '-' then login end as user_id,
    case when is_line then md5(address || ' ' || agent) end as anonymous_id,
    nullif(nullif(agent, '-'), '') as user_agent,
    cast(
        json_object(
            'method', method, 'status', status_no, 'referrer', nullif(referrer, '-'),
            'user_agent', nullif(agent, '-')
        ) as varchar
    ) as attributes,
    md5(content) as row_hash,
    case
        when not is_line then 'not a line of the common or combined log format'
        else time_fault(written_at, occurred_at, $latest_us, null)
    end as reject_reason,
    content as row_text
from meant
