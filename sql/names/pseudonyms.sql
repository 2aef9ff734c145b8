-- What:  Two names for each identifier that nobody can compute, or check a guess against, without
--        the key: parts of one hash, and neither tells anything of the other.
-- Grain: one row per identifier
-- Key:   identifier_no
-- Reads: identity.identifiers
-- Rule:  HMAC-SHA-256 (RFC 2104); $inner_pad and $outer_pad are the key as that method pads it

with

hashed as (
    select
        identifier_no,
        sha256(
            $outer_pad || unhex(
                sha256(
                    $inner_pad || encode(
                        'id' || chr(0) || id_type || chr(0) || id_scope || chr(0) || id_value
                    )
                )
            )
        ) as digits
    from identity.identifiers
)

select
    identifier_no,
    substr(digits, 1, 16) as id_hash,
    substr(digits, 17, 16) as person_id
from hashed
order by identifier_no
