-- What:  How each kind of journey would have gone under each identity policy.
-- Grain: one row per identity policy and journey definition
-- Key:   policy, journey
-- Reads: config.identity_settings, config.journeys, journeys.policy_headlines
-- Rule:  rates are of the journeys already decided, all but the open ones. The intervals are
--        Wilson's at 95 % (Wilson 1927), z = 1.959963984540054. The chosen policy is the one that
--        all other tables follow; its row says the same as they do.

with

counted as (
    select
        headlines.*,
        cast(nullif(headlines.journeys - headlines.open, 0) as double) as n,
        3.841458820694124 as z2
    from journeys.policy_headlines as headlines
),

rated as (
    select
        *,
        reached / n as reach_rate,
        ended / n as drop_off_rate
    from counted
),

bounded as (
    select
        policy,
        journey_no,
        greatest(
            0.0,
            (
                reach_rate + z2 / (2 * n)
                - sqrt(z2 * (reach_rate * (1 - reach_rate) + z2 / (4 * n)) / n)
            ) / (1 + z2 / n)
        ) as reach_low,
        least(
            1.0,
            (
                reach_rate + z2 / (2 * n)
                + sqrt(z2 * (reach_rate * (1 - reach_rate) + z2 / (4 * n)) / n)
            ) / (1 + z2 / n)
        ) as reach_high,
        greatest(
            0.0,
            (
                drop_off_rate + z2 / (2 * n)
                - sqrt(z2 * (drop_off_rate * (1 - drop_off_rate) + z2 / (4 * n)) / n)
            ) / (1 + z2 / n)
        ) as drop_off_low,
        least(
            1.0,
            (
                drop_off_rate + z2 / (2 * n)
                + sqrt(z2 * (drop_off_rate * (1 - drop_off_rate) + z2 / (4 * n)) / n)
            ) / (1 + z2 / n)
        ) as drop_off_high
    from rated
    where n is not null
)

select
    rated.policy,
    rated.policy = settings.policy as is_chosen,
    definitions.journey,
    rated.people,
    rated.journeys,
    rated.reached,
    rated.ended,
    rated.open,
    rated.reach_rate,
    bounded.reach_low,
    bounded.reach_high,
    rated.drop_off_rate,
    bounded.drop_off_low,
    bounded.drop_off_high,
    rated.handoffs
from rated
left join bounded
    on rated.policy = bounded.policy and rated.journey_no = bounded.journey_no
inner join config.journeys as definitions on rated.journey_no = definitions.journey_no
cross join config.identity_settings as settings
