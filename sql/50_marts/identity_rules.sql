-- What:  The rules by which identifiers became customers, as the report tells them.
-- Grain: one row
-- Key:   none, one row
-- Reads: config.identity_classes, config.identity_settings, config.proposals

with

classes as (
    select
        max(case when id_class = 'shared' then busy_limit end) as busy_shared,
        max(case when id_class = 'device' then busy_limit end) as busy_device,
        max(case when id_class = 'device' then backfill_us end) as backfill_us,
        max(case when id_class = 'device' then keep_us end) as keep_us,
        max(case when id_class = 'device' and owns then 1 else 0 end) as devices_own
    from config.identity_classes
)

select
    settings.policy,
    settings.shared_devices,
    classes.busy_shared,
    classes.busy_device,
    settings.busy_window_us / 1000000.0 as busy_window_s,
    classes.devices_own = 1 as devices_own,
    classes.backfill_us / 1000000.0 as backfill_s,
    classes.keep_us / 1000000.0 as keep_s,
    proposals.enabled as is_proposing,
    proposals.threshold as proposal_threshold
from classes
cross join config.identity_settings as settings
cross join config.proposals as proposals
