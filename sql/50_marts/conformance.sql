-- What:  How journeys went beside the plan, each kind of deviation by step, and how they ended.
-- Grain: one row per plan, kind, step of the plan and touchpoint
-- Key:   plan, kind, step_no, touchpoint
-- Reads: config.plans, journeys.plan_findings
-- Rule:  every journey of the definition is open, conforming (the whole plan, nothing else),
--        unfinished (it stopped before the end of the plan, without a deviation) or deviating. The
--        kinds below are deviations: skipped (a later step was done without it), out_of_order,
--        wrong_channel, late, forbidden, added; and stopped, which tells before which step journeys
--        ended, and is none. forbidden and added touchpoints stand at the step after which they
--        came first. step_no is 0 where no step is meant, touchpoint empty where none is. at_risk
--        are the journeys that could have deviated so, open ones left out: they came as far.
--        reached_with and reached_without are the shares of those with and without the deviation
--        that reached the goal; of deviating journeys, those without any that came to the step at
--        which theirs first showed. Neither is told of fewer than 10 people. Intervals are 95 %, of
--        shares Wilson's (1927), of differences Newcombe's (1998), with counts divided by design
--        effects, so that people are independent and not their journeys (Rao and Scott 1992). q
--        corrects p for all rows of a plan (Benjamini and Hochberg 1995). No cause is told: who
--        deviates may have been in trouble before.

select
    plans.plan,
    plans.journey,
    findings.kind,
    findings.step_no,
    findings.touchpoint,
    findings.at_risk,
    findings.journeys,
    findings.people,
    findings.share,
    findings.share_low,
    findings.share_high,
    findings.reached_with,
    findings.reached_without,
    findings.difference,
    findings.difference_low,
    findings.difference_high,
    findings.p,
    findings.q,
    findings.is_too_few
from journeys.plan_findings as findings
inner join config.plans as plans on findings.plan_no = plans.plan_no
