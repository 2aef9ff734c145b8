-- What:  The raw tables of HubSpot: what the portal exports, and rows of a connector's tables. Of
--        those `kind` says which; a row that joins two things has both ids.
-- Grain: one row per contact, deal, stage, merger or other row that was delivered
create table if not exists raw.hubspot_contacts (
    file_id bigint,
    record_no bigint,
    source varchar,
    record_id varchar,
    created_at timestamptz,
    email varchar,
    phone varchar,
    customer_id varchar,
    persona varchar,
    lifecycle_stage varchar,
    original_source varchar,
    attributes varchar,
    row_hash varchar
);

create table if not exists raw.hubspot_deals (
    file_id bigint,
    record_no bigint,
    source varchar,
    record_id varchar,
    created_at timestamptz,
    closed_at timestamptz,
    deal_stage varchar,
    pipeline varchar,
    amount double,
    currency varchar,
    contact_id varchar,
    sales_channel varchar,
    attributes varchar,
    row_hash varchar
);

create table if not exists raw.hubspot_deal_stages (
    file_id bigint,
    record_no bigint,
    source varchar,
    record_id varchar,
    stage varchar,
    pipeline varchar,
    entered_at timestamptz
);

create table if not exists raw.hubspot_rows (
    file_id bigint,
    record_no bigint,
    source varchar,
    kind varchar,
    own_id varchar,
    event varchar,
    occurred_at timestamptz,
    direction varchar,
    channel varchar,
    campaign varchar,
    page varchar,
    topic varchar,
    persona varchar,
    stage_id varchar,
    name varchar,
    value double,
    text varchar,
    email varchar,
    phone varchar,
    customer_id varchar,
    contact_id varchar,
    order_id varchar,
    ticket_id varchar,
    engagement_id varchar,
    attributes varchar,
    row_hash varchar
)
