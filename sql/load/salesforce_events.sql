-- What:  Salesforce objects as canonical events; a record may give two, or none.
-- Grain: one row per event of a record
-- Rule:  the first three letters of an Id name the object; the first fifteen are the record.
create or replace temp table incoming as
with

records as (
    select
        record_no,
        content,
        body,
        left(trim(body ->> '$.id'), 15) as own_id,
        left(trim(body ->> '$.opportunityid'), 15) as opportunity_id,
        case left(trim(body ->> '$.id'), 3)
            when '00Q' then 'lead'
            when '003' then 'contact'
            when '006' then 'opportunity'
            when '500' then 'case'
            when '00T' then 'task'
            when '00K' then 'role'
            when '008' then 'stage'
            when '017' then 'stage'
        end as kind,
        lower(trim(coalesce(body ->> '$.isdeleted', ''))) = 'true' as is_deleted,
        trim(body ->> '$.createddate') as created,
        case
            when trim(body ->> '$.field') = 'StageName' then trim(body ->> '$.newvalue')
            when left(trim(body ->> '$.id'), 3) = '008' then trim(body ->> '$.stagename')
        end as stage
    from delivered
),

histories as (
    select
        *,
        lag(stage) over (
            partition by opportunity_id, kind, stage is null order by created, own_id
        ) as previous_stage
    from records
),

parts as (
    select
        *,
        case kind
            when 'lead'
                then
                    [
                        { 'event': 'lead created', 'at': created },
                        {
                            'event': case
                                when lower(body ->> '$.isconverted') = 'true' then 'lead converted'
                            end,
                            'at': body ->> '$.converteddate'
                        }
                    ]
            when 'contact' then [{ 'event': 'contact created', 'at': created }]
            when 'role' then [{ 'event': 'opportunity contact', 'at': created }]
            when 'opportunity'
                then
                    [
                        { 'event': 'opportunity created', 'at': created },
                        {
                            'event': case
                                when lower(body ->> '$.iswon') = 'true' then 'opportunity won'
                                when lower(body ->> '$.isclosed') = 'true' then 'opportunity lost'
                            end,
                            'at': coalesce(
                                nullif(trim(body ->> '$.laststagechangedate'), ''),
                                body ->> '$.closedate'
                            )
                        }
                    ]
            when 'case'
                then
                    [
                        { 'event': 'case created', 'at': created },
                        {
                            'event': case
                                when
                                    coalesce(trim(body ->> '$.closeddate'), '') <> ''
                                    then 'case closed'
                            end,
                            'at': body ->> '$.closeddate'
                        }
                    ]
            when 'stage'
                then
                    [
                        {
                            'event': case
                                when
                                    stage is distinct from previous_stage
                                    then 'opportunity: ' || stage
                            end,
                            'at': created
                        }
                    ]
            when 'task'
                then
                    [
                        {
                            'event': case
                                when
                                    lower(coalesce(body ->> '$.isclosed', '')) <> 'true'
                                    and lower(coalesce(body ->> '$.status', '')) <> 'completed'
                                    then null
                                when body ->> '$.tasksubtype' = 'Call' or body ->> '$.type' = 'Call'
                                    then 'call'
                                when
                                    body ->> '$.tasksubtype' = 'Email'
                                    or body ->> '$.type' = 'Email'
                                    then 'email'
                                else 'task'
                            end,
                            'at': coalesce(
                                nullif(trim(body ->> '$.completeddatetime'), ''), created
                            )
                        }
                    ]
            else [{ 'event': null, 'at': created }]
        end as happenings
    from histories
),

happened as (
    select
        *,
        unnest(happenings) as happening,
        generate_subscripts(happenings, 1) as happening_no
    from parts
),

told as (
    select
        *,
        case when not is_deleted then happening['event'] end as event,
        finite_number(nullif(trim(body ->> '$.amount'), ''), $decimal_sign) as amount,
        happening['at'] as written_at,
        instant_of(happening['at'], $timezone) as occurred_at,
        left(nullif(trim(body ->> '$.whoid'), ''), 15) as who_id,
        left(nullif(trim(body ->> '$.whatid'), ''), 15) as what_id,
        lower(
            coalesce(
                nullif(trim(body ->> '$.origin'), ''), nullif(trim(body ->> '$.leadsource'), '')
            )
        ) as origin
    from happened
    where happening_no = 1 or happening['event'] is not null
)

select
    record_no,
    case
        when kind = 'stage' then 'stage:' || opportunity_id || ':' || stage || ':' || written_at
        else own_id || ':' || happening_no
    end as event_id,
    event,
    occurred_at,
    happening_no as row_order,
    case
        when kind in ('lead', 'contact', 'role') then 'system'
        when kind = 'case' and happening_no = 1 or body ->> '$.calltype' = 'Inbound' then 'customer'
        else 'company'
    end as direction,
    case
        when event in ('call', 'email') then replace(event, 'call', 'phone')
        when event not in ('case created', 'lead created') then null
        when starts_with(origin, 'phone') then 'phone'
        when starts_with(origin, 'web') then 'web'
        else origin
    end as channel,
    case
        when kind = 'case' then nullif(trim(body ->> '$.reason'), '')
        when kind = 'task' then nullif(trim(body ->> '$.subject'), '')
    end as topic,
    case when event = 'opportunity won' then amount end as value,
    nullif(trim(body ->> '$.currencyisocode'), '') as currency,
    case
        when event in ('case created', 'call', 'email') then nullif(body ->> '$.description', '')
    end as text,
    coalesce(
        case when kind in ('lead', 'contact') then nullif(trim(body ->> '$.email'), '') end,
        nullif(trim(body ->> '$.contactemail'), ''), nullif(trim(body ->> '$.suppliedemail'), '')
    ) as email,
    coalesce(
        case
            when kind in ('lead', 'contact')
                then coalesce(
                    nullif(trim(body ->> '$.mobilephone'), ''), nullif(trim(body ->> '$.phone'), '')
                )
        end,
        nullif(trim(body ->> '$.contactphone'), ''), nullif(trim(body ->> '$.suppliedphone'), '')
    ) as phone,
    case when kind = 'lead' then own_id when starts_with(who_id, '00Q') then who_id end
        as anonymous_id,
    case
        when kind = 'contact' then own_id
        when kind = 'lead' then left(nullif(trim(body ->> '$.convertedcontactid'), ''), 15)
        when starts_with(who_id, '003') then who_id
        else left(nullif(trim(body ->> '$.contactid'), ''), 15)
    end as contact_id,
    case when kind = 'case' then own_id when starts_with(what_id, '500') then what_id end
        as ticket_id,
    case
        when kind = 'opportunity' then own_id
        when starts_with(what_id, '006') then what_id
        else opportunity_id
    end as order_id,
    cast(content as varchar) as attributes,
    md5(cast(content as varchar) || happening_no) as row_hash,
    case
        when own_id is null or own_id = '' then 'no Id'
        when not regexp_full_match(trim(body ->> '$.id'), '[a-zA-Z0-9]{15}([a-zA-Z0-9]{3})?')
            then 'Id is none of Salesforce: ' || (body ->> '$.id')
        when kind is null then 'an object of a kind that is not read: ' || left(own_id, 3)
        when kind = 'stage' and coalesce(opportunity_id, '') = '' then 'no OpportunityId'
        when
            kind = 'opportunity' and coalesce(trim(body ->> '$.amount'), '') <> ''
            and amount is null
            then 'amount not understood: ' || (body ->> '$.amount')
        else time_fault(written_at, occurred_at, $latest_us, $timezone)
    end as reject_reason,
    cast(content as varchar) as row_text
from told
