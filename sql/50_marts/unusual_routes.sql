-- What:  Pieces of routes that customers take more, or less, often than their middle explains.
-- Grain: one row per journey definition, touchpoint before, middle and touchpoint after
-- Key:   journey, from_touchpoint, middle, to_touchpoint
-- Reads: config.journeys, journeys.kinds, journeys.piece_odds
-- Rule:  if only the middle decided how customers go on, then of those who come into it one way as
--        many would take each way out as of all: expected = came x went / passed. Each customer
--        counts once for a way into the middle, the first time it is taken. p is exact (conditional
--        hypergeometric, two-sided), q corrects it for all pieces of the definition (Benjamini and
--        Hochberg 1995). Pieces are compared where at least 10 customers came and 10 went. Unusual:
--        q of at most 0.05, and 1.5 times as often as expected or as seldom. share is of those who
--        came, with Wilson's interval; share_elsewhere of those who came another way.
--        reached_share is of the journeys with the piece that are no longer open. No cause is told.

with

names as (
    select distinct
        touchpoint_no,
        touchpoint
    from journeys.kinds
)

select
    definitions.journey,
    froms.touchpoint as from_touchpoint,
    middles.touchpoint as middle,
    tos.touchpoint as to_touchpoint,
    odds.direction,
    odds.observed,
    odds.expected,
    odds.lift,
    odds.p,
    odds.q,
    odds.is_unusual,
    odds.place as rank,
    odds.came,
    odds.went,
    odds.passed,
    odds.share,
    odds.share_low,
    odds.share_high,
    odds.share_elsewhere,
    odds.passages,
    odds.journeys,
    odds.people,
    odds.reached_share
from journeys.piece_odds as odds
inner join config.journeys as definitions on odds.journey_no = definitions.journey_no
inner join names as froms on odds.from_no = froms.touchpoint_no
inner join names as middles on odds.middle_no = middles.touchpoint_no
inner join names as tos on odds.to_no = tos.touchpoint_no
