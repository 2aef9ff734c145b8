-- What:  The tables of the raw layer: what arrived, typed where the format says so, else as text.
-- Grain: one row per delivered file, or per record or event of one
-- Note:  run before every load; a table that exists is left as it is.
--        file_id and record_no lead back to the delivered file and to the record in it.
create schema if not exists raw;

create table if not exists raw.files (
    file_id bigint primary key,
    source varchar not null,
    format varchar not null,
    path varchar not null,
    sha256 varchar not null,
    mapping varchar not null,
    bytes bigint not null,
    rows_read bigint not null,
    rows_kept bigint not null,
    rows_rejected bigint not null,
    loaded_at timestamptz not null
);

create table if not exists raw.refused_files (
    source varchar not null,
    file varchar not null,
    reason varchar not null,
    refused_at timestamptz not null
);

-- What a file of a source with named columns has: every column and the field it is mapped to, if
-- any, and the mapped columns that the file lacks.
create table if not exists raw.file_columns (
    file_id bigint not null,
    name varchar not null,
    role varchar,
    is_there boolean not null
);

create table if not exists raw.rejects (
    source varchar not null,
    file varchar not null,
    line bigint not null,
    reason varchar not null,
    row varchar,
    loaded_at timestamptz not null,
    file_id bigint not null
);

-- Records of people that a CRM has merged into others, by its own word.
create table if not exists raw.merged_records (
    file_id bigint,
    record_no bigint,
    source varchar,
    loser_id varchar,
    winner_id varchar,
    merged_at timestamptz
);

-- The columns that an event of any source may have; each source has a table of those that it fills.
create table if not exists raw.event_fields (
    file_id bigint,
    record_no bigint,
    source varchar,
    event_id varchar,
    event varchar,
    occurred_at timestamptz,
    received_at timestamptz,
    row_order bigint,
    direction varchar,
    channel varchar,
    device varchar,
    department varchar,
    agent varchar,
    campaign varchar,
    page varchar,
    topic varchar,
    persona varchar,
    value double,
    currency varchar,
    rating double,
    rating_low double,
    rating_high double,
    text varchar,
    email varchar,
    phone varchar,
    customer_id varchar,
    user_id varchar,
    anonymous_id varchar,
    device_id varchar,
    contact_id varchar,
    ticket_id varchar,
    order_id varchar,
    case_id varchar,
    attributes varchar,
    row_hash varchar,
    user_agent varchar,
    campaign_medium varchar,
    campaign_source varchar,
    epoch_assumed varchar
);

create table if not exists raw.segment_events (
    file_id bigint,
    record_no bigint,
    source varchar,
    message_id varchar,
    type varchar,
    event varchar,
    name varchar,
    anonymous_id varchar,
    user_id varchar,
    device_id varchar,
    email varchar,
    phone varchar,
    channel varchar,
    device_type varchar,
    device_model varchar,
    user_agent varchar,
    page_path varchar,
    campaign varchar,
    topic varchar,
    revenue double,
    currency varchar,
    occurred_at timestamptz,
    received_at timestamptz,
    properties varchar,
    row_hash varchar,
    campaign_medium varchar,
    campaign_source varchar
);

create table if not exists raw.zendesk_tickets (
    file_id bigint,
    record_no bigint,
    source varchar,
    ticket_id varchar,
    requester_id varchar,
    group_id varchar,
    assignee_id varchar,
    channel varchar,
    status varchar,
    priority varchar,
    subject varchar,
    description varchar,
    topic varchar,
    created_at timestamptz,
    updated_at timestamptz,
    row_hash varchar
);

create table if not exists raw.zendesk_audit_events (
    file_id bigint,
    record_no bigint,
    source varchar,
    event_id varchar,
    audit_id varchar,
    ticket_id varchar,
    author_id varchar,
    channel varchar,
    type varchar,
    is_public boolean,
    field_name varchar,
    value varchar,
    previous_value varchar,
    score varchar,
    text varchar,
    is_first_audit boolean,
    event_no bigint,
    created_at timestamptz,
    row_hash varchar
);

create table if not exists raw.zendesk_users (
    file_id bigint,
    record_no bigint,
    source varchar,
    user_id varchar,
    name varchar,
    role varchar,
    email varchar,
    phone varchar,
    external_id varchar,
    updated_at timestamptz,
    row_hash varchar
);

create table if not exists raw.zendesk_chats (
    file_id bigint,
    record_no bigint,
    source varchar,
    chat_id varchar,
    ticket_id varchar,
    user_id varchar,
    channel varchar,
    row_hash varchar
);

create table if not exists raw.zendesk_chat_events (
    file_id bigint,
    record_no bigint,
    source varchar,
    chat_id varchar,
    event_id varchar,
    type varchar,
    actor_id varchar,
    text varchar,
    created_at timestamptz,
    chat_index bigint,
    row_hash varchar
);

create table if not exists raw.zendesk_groups (
    file_id bigint,
    record_no bigint,
    source varchar,
    group_id varchar,
    name varchar,
    updated_at timestamptz,
    row_hash varchar
);

-- Columns that a warehouse made before they existed does not have yet.
alter table raw.segment_events add column if not exists campaign_medium varchar;
alter table raw.segment_events add column if not exists campaign_source varchar;
