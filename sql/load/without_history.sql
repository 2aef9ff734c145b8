-- What:  Takes changes of fields away from the rows of Zendesk's tables that are tried again.
-- Grain: one row per record that is taken away
-- Rule:  a change is told by the rows around it, and those that were taken are not there.
delete from delivered
where json_exists(body, '$.field_name') and json_exists(body, '$.value')
