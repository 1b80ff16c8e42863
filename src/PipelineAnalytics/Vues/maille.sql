-- $1 table: the columns of its unique constraint, the grain
select a.attname::text
from pg_constraint c
join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any (c.conkey)
where c.conrelid = $1::text::regclass and c.contype in ('u', 'p')
order by array_position(c.conkey, a.attnum)
