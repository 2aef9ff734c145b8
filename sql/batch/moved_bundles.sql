-- What:  Combinations that tell in another way whose their events are than in the build before.
-- Grain: one row per combination
-- Key:   bundle_no
-- Reads: identity.bundle_choices, identity.former_bundle_choices

select coalesce(choices.bundle_no, former.bundle_no) as bundle_no
from identity.bundle_choices as choices
full outer join identity.former_bundle_choices as former
    on choices.bundle_no = former.bundle_no
where
    choices.strength is distinct from former.strength
    or choices.via_no is distinct from former.via_no
    or choices.person_key is distinct from former.person_key
    or choices.known_first_us is distinct from former.known_first_us
    or choices.rule is distinct from former.rule
