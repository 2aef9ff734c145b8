-- The rules by which identifiers became customers.
select * from marts.identity_rules
