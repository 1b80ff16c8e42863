-- $1 table: its columns, whether each must be given by who inserts, its type; then its unique constraints, as their columns, and
-- whether nulls in them would be told apart.
select 'colonne', array[a.attname::text], format_type(a.atttypid, a.atttypmod),
       not (a.atthasdef or a.attidentity <> '') as a_donner
from pg_attribute a
where a.attrelid = $1::text::regclass and a.attnum > 0 and not a.attisdropped
union all
select 'maille', array_agg(a.attname::text order by a.attnum), '', bool_or(not a.attnotnull) and not bool_or(i.indnullsnotdistinct)
from pg_constraint c
join pg_index i on i.indexrelid = c.conindid
join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any (c.conkey)
where c.conrelid = $1::text::regclass and c.contype in ('u', 'p')
group by c.oid
