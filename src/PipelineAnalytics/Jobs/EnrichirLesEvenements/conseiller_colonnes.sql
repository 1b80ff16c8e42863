-- $1 a table of counsellors: does it have the two columns?
select count(*) = 2
from pg_attribute
where attrelid = to_regclass($1) and attname in ('date_premier_ae', 'date_dernier_ae') and not attisdropped
